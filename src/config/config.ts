import { z } from 'zod'
import type { AccessSettings } from '../access/admit.ts'
import type { CommonSettings, ProviderEntry } from '../provider/entry.ts'
import type { StoreAges } from '../series/ages.ts'
import type { LogLevel } from '../telemetry/log-level.ts'
import { createCheck, type Report } from './check.ts'
import { createVariableReader, type Environment, type ReadVariable, readYaml } from './environment.ts'
import { isLoopback } from './loopback.ts'
import { readServing, type Serving } from './serving.ts'
import { createFileSchema, source, variables } from './settings.ts'

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
  /** Milliseconds for which it goes on to take questions once it is told to stop. */
  readonly stopDelay: number
  readonly isProduction: boolean
  readonly logLevel: LogLevel
  /** Begins the names of root fields, types and enums, for graphs that have such names already. */
  readonly schemaPrefix?: string
  readonly cache: StoreAges
  /** Absent: whoever reaches the gateway may ask, and it listens on loopback. */
  readonly access?: AccessSettings
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
  const report: Report = (problem) => void problems.add(problem)
  const check = createCheck(report)
  const read = createVariableReader(environment, readFile, report)
  const path = read('GATEWAY_CONFIG')
  const set = check(variables, Object.fromEntries(Object.keys(variables.shape).map((name) => [name, read(name)])), '')
  const text = path ? readYaml(() => readFile(path), read, report) : {}
  // A file with faults says all the same what is meant, so that no fault hides another.
  const meant: Readonly<Record<string, unknown>> = Object(text)
  const listed = [...toList(meant.sources), ...listEnvironmentSources(read, registry)]
  const known = listed.length > 0 ? listed.map((one) => Object(one).id) : [...registry.keys()]
  const written = check(createFileSchema(z.unknown(), new Set(known)), text, 'GATEWAY_CONFIG')
  const timeZone = written?.timeZone ?? set?.TIME_ZONE ?? 'UTC'
  const sources = listed.flatMap(
    (one, index) => toSource(one, `sources.${index}`, timeZone, registry, check, report) ?? [],
  )
  const { clients = [], jwt, failedKeysPerMinute = 0 } = written ?? {}
  for (const id of listTwice(listed, 'id')) report(`sources: the id ${id} is used twice`)
  for (const name of listTwice(toList(meant.clients), 'name')) report(`clients: the name ${name} is used twice`)
  if (listTwice(toList(meant.clients), 'keyHash').size > 0) report('clients: two have the same key')
  const isGuarded = 'clients' in meant || 'jwt' in meant
  if (!isGuarded && !isLoopback(read('HOST') ?? variables.shape.HOST.parse(undefined)))
    report('HOST: must be a loopback address such as 127.0.0.1, for without clients or jwt anybody might ask')
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
    stopDelay: set.STOP_DELAY_MS,
    isProduction,
    logLevel: set.LOG_LEVEL,
    ...(set.SCHEMA_PREFIX !== undefined && { schemaPrefix: set.SCHEMA_PREFIX }),
    cache: written.cache,
    ...(isGuarded && { access: { clients, ...(jwt && { jwt }), failuresPerMinute: failedKeysPerMinute } }),
    serving,
    ...(set.REDIS_URL !== undefined && { redis: { url: set.REDIS_URL, timeout: set.REDIS_TIMEOUT_MS } }),
    sources,
  }
}

const toList = (meant: unknown): readonly unknown[] => (Array.isArray(meant) ? meant : [])

/** What several of a list have in common that none may share, once each. */
function listTwice(all: readonly unknown[], setting: string): ReadonlySet<string> {
  const texts = all.map((one) => Object(one)[setting]).filter((text) => typeof text === 'string')
  const seen = new Set<string>()
  return new Set(texts.filter((text) => seen.size === seen.add(text).size))
}

function toSource(
  input: unknown,
  place: string,
  timeZone: string,
  registry: Registry,
  check: ReturnType<typeof createCheck>,
  report: Report,
): SourceConfig | undefined {
  const common = check(source, input, place)
  const { id: _, provider: product, name: __, timeZone: ___, ...settings } = Object(input)
  const named = `sources.${common?.id ?? place.split('.')[1]}`
  const entry = registry.get(product)
  if (!entry) report(`${named}.provider: must be one of ${[...registry.keys()].join(', ')}`)
  const checked = entry && check(entry.settings, settings, named)
  if (!common || !checked) return undefined
  const { id, provider, name = id, timeZone: own } = common
  return { ...checked, id, provider, name, timeZone: own ?? timeZone, isTimeZoneKnown: own !== undefined }
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
