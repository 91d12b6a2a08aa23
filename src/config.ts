import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import type { CommonSettings, ProviderEntry } from './provider/entry.ts'
import { parseDuration, toMilliseconds } from './report/duration.ts'
import { isTimeZone } from './report/zone.ts'
import type { StoreAges } from './series/store.ts'

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
  readonly cache: StoreAges
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

type Environment = Readonly<Record<string, string | undefined>>

const zone = z.string().refine(isTimeZone, 'must be an IANA name such as Europe/Warsaw, or UTC')
const wholeNumber = (low: number, high: number) =>
  z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(low, `must be ${low} or more`)
    .max(high, `must be ${high} or less`)
const duration = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const parsed = parseDuration(text)
      const milliseconds = parsed && toMilliseconds(parsed)
      if (milliseconds === undefined) context.addIssue('must be an ISO 8601 duration such as PT30S or P7D')
      return milliseconds ?? 0
    })

const cache = z
  .strictObject({
    freshFor: duration('PT30S'),
    settlingFor: duration('PT15M'),
    settleAfter: duration('PT48H'),
    settledFor: duration('P7D'),
  })
  .prefault({})

const sourceId = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, 'must be lower-case letters, digits, - and _')
const file = z.strictObject({
  timeZone: zone.optional(),
  cache,
  sources: z
    .array(
      z.looseObject({
        id: sourceId,
        provider: z.string(),
        name: z.string().min(1).optional(),
        timeZone: zone.optional(),
      }),
    )
    .default([]),
})

const loopback = ['127.0.0.1', '::1', 'localhost']
const variables = z.object({
  PORT: wholeNumber(0, 65_535).default(4000),
  HOST: z
    .enum(loopback, 'must be a loopback address: the gateway does not yet ask who is calling')
    .default('127.0.0.1'),
  TIME_ZONE: zone.default('UTC'),
  DEADLINE_MS: wholeNumber(100, 120_000).default(10_000),
  ATTEMPT_TIMEOUT_MS: wholeNumber(10, 120_000).optional(),
})

/**
 * Reads the environment and the file it names in GATEWAY_CONFIG; a variable may be given as a file, `NAME_FILE`.
 * Throws ConfigError with every problem found.
 */
export function readConfig(
  environment: Environment,
  readFile: (path: string) => string,
  registry: ReadonlyMap<string, ProviderEntry>,
): Config {
  const problems: string[] = []
  const read = (name: string) => readVariable(name, environment, readFile, problems)
  const check = <T>(schema: z.ZodType<T>, input: unknown, place: string): T | undefined => {
    const { success, data, error } = schema.safeParse(input)
    if (!success)
      problems.push(
        ...error.issues.map((issue) => `${[place, ...issue.path].filter(String).join('.')}: ${issue.message}`),
      )
    return data
  }
  const names = Object.keys(variables.shape)
  const set = check(
    variables,
    Object.fromEntries(names.flatMap((name) => (read(name) ? [[name, read(name)]] : []))),
    '',
  )
  const path = read('GATEWAY_CONFIG')
  const written = check(file, path ? readYaml(path, readFile, read, problems) : {}, path ? 'GATEWAY_CONFIG' : '')
  const timeZone = written?.timeZone ?? set?.TIME_ZONE ?? 'UTC'
  const listed = [...(written?.sources ?? []), ...readEnvironmentSources(read, registry)]
  const sources = listed.flatMap(({ id, provider, name, timeZone: own, ...settings }): SourceConfig[] => {
    const entry = registry.get(provider)
    if (!entry) problems.push(`sources.${id}.provider: must be one of ${[...registry.keys()].join(', ')}`)
    const checked = entry && check(entry.settings, settings, `sources.${id}`)
    const common = { id, name: name ?? id, provider, timeZone: own ?? timeZone, isTimeZoneKnown: own !== undefined }
    return checked ? [{ ...checked, ...common }] : []
  })
  for (const id of listed.map((source) => source.id).filter((id, index, ids) => ids.indexOf(id) !== index))
    problems.push(`sources.${id}: the id is used twice`)
  const isProduction = environment.NODE_ENV === 'production'
  if (isProduction && listed.length === 0)
    problems.push(
      'no source is configured, and the demo does not run in production: set CHATWOOT_URL or LIVECHAT_LOGIN, or GATEWAY_CONFIG',
    )
  if (problems.length > 0 || !set || !written) throw new ConfigError(problems)
  return {
    port: set.PORT,
    host: set.HOST,
    timeZone,
    deadline: set.DEADLINE_MS,
    ...(set.ATTEMPT_TIMEOUT_MS !== undefined && { attemptTimeout: set.ATTEMPT_TIMEOUT_MS }),
    isProduction,
    cache: written.cache,
    sources,
  }
}

function readVariable(
  name: string,
  environment: Environment,
  readFile: (path: string) => string,
  problems: string[],
): string | undefined {
  const path = environment[`${name}_FILE`]
  if (!path) return environment[name]?.trim() || undefined
  try {
    return readFile(path).trim()
  } catch {
    problems.push(`${name}_FILE: the file cannot be read`)
    return undefined
  }
}

/** One source for each provider of which the environment sets anything but its zone. */
function readEnvironmentSources(
  read: (name: string) => string | undefined,
  registry: ReadonlyMap<string, ProviderEntry>,
) {
  return [...registry].flatMap(([provider, { environment }]) => {
    const settings = Object.entries(environment).flatMap(([setting, name]) => {
      const value = read(name)
      return value === undefined ? [] : [[setting, value] as const]
    })
    const isMeant = settings.some(([setting]) => setting !== 'timeZone')
    return isMeant
      ? [{ id: provider, provider, ...Object.fromEntries(settings) } as z.infer<typeof file>['sources'][number]]
      : []
  })
}

function readYaml(
  path: string,
  readFile: (path: string) => string,
  read: (name: string) => string | undefined,
  problems: string[],
): unknown {
  try {
    return parseYaml(readFile(path), (_, value) => (typeof value === 'string' ? fill(value, read, problems) : value))
  } catch {
    problems.push('GATEWAY_CONFIG: the file cannot be read as YAML')
    return {}
  }
}

function fill(text: string, read: (name: string) => string | undefined, problems: string[]): string {
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = read(name)
    if (value === undefined) problems.push(`GATEWAY_CONFIG: \${${name}} is not set`)
    return value ?? ''
  })
}
