import type { CommonSettings, ProviderDefinition } from '../provider/define-provider.ts'
import type { createCheck, Locate, Report } from './file/check.ts'
import type { ReadVariable } from './file/environment.ts'
import { writePath } from './file/messages.ts'
import { source } from './settings.ts'

/** A source as configured: the provider's own settings beside the common ones. */
export type SourceConfig = CommonSettings & { readonly provider: string; readonly [setting: string]: unknown }

export type Registry = ReadonlyMap<string, ProviderDefinition>

/** A source before it is checked, and the names of its settings as the reader wrote them. */
export interface WrittenSource {
  readonly input: unknown
  readonly locate: Locate
}

/** The sources of the file, in its order. */
export const listFileSources = (file: Readonly<Record<string, unknown>>): readonly WrittenSource[] =>
  (Array.isArray(file.sources) ? file.sources : []).map((input, index) => ({
    input,
    locate: (path) => writePath(file, ['sources', index, ...path]),
  }))

/** One source for each provider of which the environment sets more than the time zone. */
export const listEnvironmentSources = (read: ReadVariable, registry: Registry): readonly WrittenSource[] =>
  [...registry].flatMap(([provider, { environment }]) => {
    const settings = Object.entries(environment).map(([setting, name]) => [setting, read(name)] as const)
    const isConfigured = settings.some(([setting, value]) => value !== undefined && setting !== 'timeZone')
    const input = { id: provider, provider, ...Object.fromEntries(settings) }
    return isConfigured ? [{ input, locate: ([setting]) => environment[String(setting)] ?? String(setting) }] : []
  })

/** Checks one source against the common settings and those of its provider; undefined if there is a problem. */
export function toSource(
  { input, locate }: WrittenSource,
  timeZone: string,
  registry: Registry,
  check: ReturnType<typeof createCheck>,
  report: Report,
): SourceConfig | undefined {
  const common = check(source, input, locate)
  const { id: _, provider: product, name: __, timeZone: ___, ...settings } = Object(input)
  const entry = registry.get(product)
  if (!entry && typeof product === 'string')
    report(`${locate(['provider'])}: must be one of ${[...registry.keys()].join(', ')}`)
  const checked = entry && check(entry.settings, settings, locate)
  if (!common || !checked) return undefined
  const { id, provider, name = id, timeZone: own } = common
  return { ...checked, id, provider, name, timeZone: own ?? timeZone, isTimeZoneKnown: own !== undefined }
}

/** Ids by which clients may name the sources. */
export const listIds = (written: readonly WrittenSource[]): readonly string[] =>
  written.map(({ input }) => Object(input).id).filter((id) => typeof id === 'string')
