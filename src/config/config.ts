import { z } from 'zod'
import type { AuthSettings } from '../auth/authenticate.ts'
import type { Calendar } from '../report/time/bucket.ts'
import type { CacheLifetimes } from '../series/freshness.ts'
import type { LogLevel } from '../telemetry/log-level.ts'
import { createCheck, type Report } from './file/check.ts'
import { createVariableReader, type Environment } from './file/environment.ts'
import { writePath } from './file/messages.ts'
import { readYaml } from './file/read-yaml.ts'
import { isLoopback } from './machine/addresses.ts'
import { type MemoryPlan, planMemory } from './machine/memory-plan.ts'
import { readServing, type Serving } from './serving.ts'
import { createFileSchema, variables } from './settings.ts'
import {
  listEnvironmentSources,
  listFileSources,
  listIds,
  type Registry,
  type SourceConfig,
  toSource,
} from './sources.ts'

export type { SourceConfig } from './sources.ts'

export interface Config {
  readonly port: number
  readonly host: string
  /** The time zone of requests that name none. */
  readonly timeZone: string
  /** The calendar of requests that name none. */
  readonly calendar: Calendar
  /** Milliseconds after which a request is answered with what is known by then. */
  readonly deadline: number
  /** Milliseconds that one upstream call may take; each provider has a default. */
  readonly attemptTimeout?: number
  /** Milliseconds for which requests are still accepted after SIGTERM. */
  readonly stopDelay: number
  readonly isProduction: boolean
  /** NODE_ENV as it is set; empty if it is not. */
  readonly nodeEnvironment: string
  readonly logLevel: LogLevel
  /** Prefix of root fields, types and enums, for graphs in which these names are taken. */
  readonly schemaPrefix?: string
  readonly cache: CacheLifetimes
  /** Absent: no authentication, and the gateway listens on loopback only. */
  readonly access?: AuthSettings
  readonly serving: Serving
  readonly memory: MemoryPlan
  /** Shares rows between replicas; the URL may contain a password. */
  readonly redis?: { readonly url: string; readonly timeout: number }
  /** Empty: the demo, which does not run in production. */
  readonly sources: readonly SourceConfig[]
}

/** Every problem of a configuration at once. No message holds the text of a setting. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
    super(`The configuration has ${count}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/**
 * Reads the environment and the file that GATEWAY_CONFIG names.
 * Throws ConfigError with every problem found.
 */
export function readConfig(
  environment: Environment,
  readFile: (path: string) => string,
  registry: Registry,
  heapBytes = 4_000_000_000,
): Config {
  const problems = new Set<string>()
  const report: Report = (problem) => void problems.add(problem)
  const check = createCheck(report)
  const read = createVariableReader(environment, readFile, report)
  const given = Object.fromEntries(Object.keys(variables.shape).map((name) => [name, read(name)]))
  const set = check(variables, given, ([name]) => String(name))
  const path = given.GATEWAY_CONFIG
  const text = typeof path === 'string' ? readYaml(path, readFile, read, report) : path === undefined ? {} : undefined
  // Settings are taken from a file with problems too, so that no problem hides another.
  const file = text ?? {}
  const ofFile = listFileSources(file)
  // A file may take its secrets from the variables of a source: then they configure no other.
  const written = ofFile.length > 0 ? ofFile : listEnvironmentSources(read, registry)
  const ids = written.length > 0 ? listIds(written) : [...registry.keys()]
  const checked = check(createFileSchema(z.unknown(), new Set(ids)), file, (place) => writePath(file, place))
  const timeZone = checked?.timeZone ?? set?.TIME_ZONE ?? 'UTC'
  const sources = written.flatMap((one) => toSource(one, timeZone, registry, check, report) ?? [])
  const { clients = [], jwt, failedKeysPerMinute = 0 } = checked ?? {}
  for (const id of findDuplicates(listIds(written)))
    report(`sources: the id ${id} is used twice; give each source an id of its own`)
  for (const name of findDuplicates(listTexts(file.clients, 'name')))
    report(`clients: the name ${name} is used twice; give each client a name of its own`)
  if (findDuplicates(listTexts(file.clients, 'keyHash')).size > 0)
    report('clients: two clients have the same keyHash; create a key for each with npm run key')
  const isAuthenticated = 'clients' in file || 'jwt' in file
  // Whether a file that could not be read has clients or sources is not known.
  if (text && !isAuthenticated && typeof given.HOST === 'string' && !isLoopback(given.HOST))
    report(
      'HOST: must be a loopback address such as 127.0.0.1 while neither clients nor jwt is configured; otherwise everyone on the network could read the reports',
    )
  const isProduction = given.NODE_ENV === 'production'
  if (text && isProduction && written.length === 0)
    report(
      'no source is configured, and the demo does not run in production: set CHATWOOT_URL, LIVECHAT_LOGIN or GATEWAY_CONFIG',
    )
  const serving = checked && readServing(checked, readFile, report)
  if (problems.size > 0 || !set || !checked || !serving) throw new ConfigError([...problems])
  return {
    port: set.PORT,
    host: set.HOST,
    timeZone,
    calendar: { weekStart: checked.weekStart, fiscalYearStart: checked.fiscalYearStart },
    deadline: set.DEADLINE_MS,
    ...(set.ATTEMPT_TIMEOUT_MS !== undefined && { attemptTimeout: set.ATTEMPT_TIMEOUT_MS }),
    stopDelay: set.STOP_DELAY_MS,
    isProduction,
    nodeEnvironment: String(given.NODE_ENV ?? ''),
    logLevel: set.LOG_LEVEL,
    ...(set.SCHEMA_PREFIX !== undefined && { schemaPrefix: set.SCHEMA_PREFIX }),
    cache: checked.cache,
    ...(isAuthenticated && { access: { clients, ...(jwt && { jwt }), failuresPerMinute: failedKeysPerMinute } }),
    serving,
    memory: planMemory(heapBytes, serving.limits.inFlightValues),
    ...(set.REDIS_URL !== undefined && { redis: { url: set.REDIS_URL, timeout: set.REDIS_TIMEOUT_MS } }),
    sources,
  }
}

const listTexts = (entries: unknown, setting: string): readonly string[] =>
  (Array.isArray(entries) ? entries : [])
    .map((entry) => Object(entry)[setting])
    .filter((text) => typeof text === 'string')

function findDuplicates(texts: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>()
  return new Set(texts.filter((text) => seen.size === seen.add(text).size))
}
