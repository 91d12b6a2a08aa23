import type { z } from 'zod'
import type { CommonSettings, ProviderEntry } from '../provider/entry.ts'
import type { StoreAges } from '../series/ages.ts'
import { createVariableReader, type Environment, type ReadVariable, readYaml } from './environment.ts'
import { readServing, type Serving } from './serving.ts'
import { file, source, variables } from './settings.ts'

/** A source as configured: the provider's own settings beside what all have. */
export type SourceConfig = CommonSettings & { readonly provider: string; readonly [setting: string]: unknown }

export interface Config {
  readonly port: number
  readonly host: string
  /** The zone of a scope that names none. */
  readonly timeZone: string
  /** Milliseconds within which every question is answered. */
  readonly deadline: number
  /** Milliseconds one upstream attempt may take; each provider has a figure of its own. */
  readonly attemptTimeout?: number
  readonly isProduction: boolean
  /** Begins the names of root fields, types and enums, for graphs that have such names already. */
  readonly schemaPrefix?: string
  readonly cache: StoreAges
  readonly serving: Serving
  /** Shares rows between replicas; its URL may hold a password. */
  readonly redis?: { readonly url: string; readonly timeout: number }
  /** Empty: the demo, which production refuses. */
  readonly sources: readonly SourceConfig[]
}

/** Every problem of a configuration at once. No message holds a setting's value. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    )
    this.name = 'ConfigError'
    this.problems = problems
  }
}

type Registry = ReadonlyMap<string, ProviderEntry>

/**
 * Reads the environment and the file it names in GATEWAY_CONFIG.
 * Throws ConfigError with every problem found.
 */
export function readConfig(environment: Environment, readFile: (path: string) => string, registry: Registry): Config {
  const problems = new Set<string>()
  const report = (problem: string) => void problems.add(problem)
  const check: Check = (schema, input, place) => {
    const { data, error } = schema.safeParse(input)
    for (const { path, message } of error?.issues ?? [])
      report(`${[place, ...path].filter(String).join('.')}: ${message}`)
    return data
  }
  const read = createVariableReader(environment, readFile, report)
  const path = read('GATEWAY_CONFIG')
  const set = check(variables, Object.fromEntries(Object.keys(variables.shape).map((name) => [name, read(name)])), '')
  const written = check(file, path ? readYaml(() => readFile(path), read, report) : {}, 'GATEWAY_CONFIG')
  const timeZone = written?.timeZone ?? set?.TIME_ZONE ?? 'UTC'
  const listed = [...(written?.sources ?? []), ...listEnvironmentSources(read, registry)]
  const sources = listed.flatMap(
    (one, index) => toSource(one, `sources.${index}`, timeZone, registry, check, report) ?? [],
  )
  const ids = sources.map(({ id }) => id)
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) report(`sources: the id ${id} is used twice`)
  const isProduction = environment.NODE_ENV === 'production'
  if (isProduction && listed.length === 0)
    report(
      'no source is configured, and the demo does not run in production: set CHATWOOT_URL, LIVECHAT_LOGIN or GATEWAY_CONFIG',
    )
  const serving = written && readServing(written, readFile, report)
  if (problems.size > 0 || !set || !written || !serving) throw new ConfigError([...problems])
  return {
    port: set.PORT,
    host: set.HOST,
    timeZone,
    deadline: set.DEADLINE_MS,
    ...(set.ATTEMPT_TIMEOUT_MS !== undefined && { attemptTimeout: set.ATTEMPT_TIMEOUT_MS }),
    isProduction,
    ...(set.SCHEMA_PREFIX !== undefined && { schemaPrefix: set.SCHEMA_PREFIX }),
    cache: written.cache,
    serving,
    ...(set.REDIS_URL !== undefined && { redis: { url: set.REDIS_URL, timeout: set.REDIS_TIMEOUT_MS } }),
    sources,
  }
}

type Check = <T>(schema: z.ZodType<T>, input: unknown, place: string) => T | undefined

function toSource(
  input: unknown,
  place: string,
  timeZone: string,
  registry: Registry,
  check: Check,
  report: (problem: string) => void,
): SourceConfig | undefined {
  const common = check(source, input, place)
  if (!common) return undefined
  const { id, provider, name = id, timeZone: own, ...settings } = common
  const entry = registry.get(provider)
  if (!entry) report(`sources.${id}.provider: must be one of ${[...registry.keys()].join(', ')}`)
  const checked = entry && check(entry.settings, settings, `sources.${id}`)
  return checked && { ...checked, id, provider, name, timeZone: own ?? timeZone, isTimeZoneKnown: own !== undefined }
}

/** One source for each provider of which the environment sets anything but its zone. */
function listEnvironmentSources(read: ReadVariable, registry: Registry): unknown[] {
  return [...registry].flatMap(([provider, { environment }]) => {
    const settings = Object.entries(environment).flatMap(([setting, name]) => {
      const value = read(name)
      return value === undefined ? [] : [[setting, value] as const]
    })
    const isMeant = settings.some(([setting]) => setting !== 'timeZone')
    return isMeant ? [{ id: provider, provider, ...Object.fromEntries(settings) }] : []
  })
}
