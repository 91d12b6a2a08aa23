import type { SourceConfig } from '../../src/config/config.ts'
import type { ListName, Member } from '../../src/report/port/directory.ts'
import type { RawAnswer, RawRequest } from '../support/raw-upstream.ts'

/** What the contract needs to know of a provider's lists, ranking and queue: `directory-<name>.ts` beside this file. */
export interface DirectoryFixtures {
  /** Source `sales` of this provider, which works in UTC. */
  readonly source: (url: string) => SourceConfig
  /** The right answer to whatever the provider may ask; everybody was rated good and bad alike. */
  readonly answer: (request: RawRequest) => RawAnswer
  readonly members: Readonly<Record<ListName, readonly Member[]>>
  readonly version: string | null
  /** E-mail addresses of those who are ranked. */
  readonly ranked: readonly string[]
  /** What is going on right now; null where the product does not tell. */
  readonly live: object | null
  /** Texts in the lists that must show up nowhere. */
  readonly secrets: readonly string[]
}

/** Good and bad ratings of everybody. */
export const rated = { good: 9, bad: 4 }

export async function loadDirectoryFixtures(name: string): Promise<DirectoryFixtures> {
  const { fixtures }: { readonly fixtures: DirectoryFixtures } = await import(`./directory-${name}.ts`)
  return fixtures
}
