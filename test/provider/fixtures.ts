import type { SourceConfig } from '../../src/config/config.ts'
import type { FilterKind } from '../../src/report/port/dataset.ts'
import type { GapCode } from '../../src/report/port/error.ts'
import type { RawAnswer, RawRequest } from '../support/raw-upstream.ts'

/** What all fixtures take for now, after the days that the contract asks about. */
export const now = Date.parse('2026-04-10T12:00:00Z')

/** In every row of a right answer as many events happened, and each took as long. */
export const happened = 3
export const minutes = 3
export const seconds = minutes * 60

/** A filter as clients write it, and the parameters, of one endpoint or another, in which it must reach the upstream. */
export interface FilterFixture {
  readonly kind: FilterKind
  readonly filter: Readonly<Record<string, unknown>>
  readonly parameters: readonly Readonly<Record<string, string>>[]
}

/** All that the contract needs to know of a provider: `fixtures-<name>.ts` beside this file. */
export interface ProviderFixtures {
  /** Source `sales` of this provider, which works in UTC. */
  readonly source: (url: string) => SourceConfig
  /** The one header that may carry credentials, and every text that must show up nowhere else. */
  readonly credentials: { readonly header: string; readonly value: string; readonly secrets: readonly string[] }
  /** The right answer to whatever the provider may ask. */
  readonly answer: (request: RawRequest) => RawAnswer
  /** Values that are awkward and legitimate. */
  readonly filters: readonly FilterFixture[]
  /** What is not an answer to how many conversations there were on each day of 28 and 29 March 2026, in UTC. */
  readonly wrongBodies: Readonly<Record<string, readonly [body: string, code: GapCode]>>
  /** What is one, though it looks odd. */
  readonly oddBodies: Readonly<Record<string, string>>
}

export async function loadFixtures(name: string): Promise<ProviderFixtures> {
  const { fixtures }: { readonly fixtures: ProviderFixtures } = await import(`./fixtures-${name}.ts`)
  return fixtures
}
