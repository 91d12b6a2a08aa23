import { isIP } from 'node:net'
import { Duration } from 'luxon'
import { z } from 'zod'
import { daysOfWeek, isoCalendar } from '../report/time/bucket.ts'
import { toTimeZone } from '../report/time/zone.ts'
import { logLevels } from '../telemetry/log-level.ts'
import { createClientSchema, failedKeysPerMinute, jwt } from './access.ts'
import { describeNumber } from './file/messages.ts'
import { wholeNumber } from './file/whole-number.ts'
import { serving } from './serving.ts'

const zone = z
  .string()
  .refine(
    (name) => toTimeZone(name) !== undefined,
    'must be the IANA name of a time zone, such as Europe/Warsaw or UTC',
  )
  .transform((name) => toTimeZone(name) ?? name)

/** The message must not show the value, which may contain a password. */
const redisUrl = z
  .string()
  .regex(
    /^rediss?:\/\/([^\s/@]*@)?[^\s/@]+(\/\d*)?$/,
    'must be a URL such as redis://host:6379 or rediss://user:password@host:6380/0',
  )

const anyDuration = 'must be an ISO 8601 duration such as PT30S, P1DT12H or P7D, or PT0S for none'

const duration = (fallback: string) =>
  z
    .string({ error: ({ input }) => `${anyDuration}; received ${describeNumber(input)}` })
    .meta({ format: 'duration' })
    .default(fallback)
    .transform((text, context) => {
      const parsed = Duration.fromISO(text)
      if (parsed.years || parsed.quarters || parsed.months)
        context.addIssue('must not have years or months, whose length varies; use days, such as P30D')
      else if (!parsed.isValid || parsed.toMillis() < 0 || !/\d/.test(text)) context.addIssue(anyDuration)
      return parsed.isValid ? parsed.toMillis() : 0
    })

/** The environment variables that do not configure a source. */
export const variables = z.object({
  GATEWAY_CONFIG: z
    .string()
    .optional()
    .describe('Path of the configuration file, in YAML or JSON: any number of sources, clients and limits.'),
  PORT: wholeNumber(0, 65_535).default(4000).describe('TCP port to listen on; 0 takes any free port.'),
  HOST: z
    .string()
    .refine(
      (host) => isIP(host) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host),
      'must be an IP address or a host name, without a port',
    )
    .default('127.0.0.1')
    .describe(
      'Address to listen on. An address other than loopback requires `clients` or `jwt` in the configuration file.',
    ),
  TIME_ZONE: zone
    .default('UTC')
    .describe(
      'IANA name of the time zone for requests and sources that name none. `timeZone` in the configuration file comes first.',
    ),
  DEADLINE_MS: wholeNumber(100, 120_000)
    .default(10_000)
    .describe(
      'Milliseconds after which a request is answered; sources that have not responded by then are listed as gaps.',
    ),
  ATTEMPT_TIMEOUT_MS: wholeNumber(10, 120_000)
    .optional()
    .describe(
      'Timeout of one upstream call in milliseconds. If it is not set: 16000 for Chatwoot, 15000 for LiveChat.',
    ),
  STOP_DELAY_MS: wholeNumber(0, 10_000)
    .default(0)
    .describe(
      'Milliseconds for which requests are still accepted after SIGTERM, while the readiness probe already fails, so that load balancers notice.',
    ),
  REDIS_URL: redisUrl
    .optional()
    .describe(
      'URL of a Redis server (redis:// or rediss://) through which several gateways share cached rows and rate limits.',
    ),
  REDIS_TIMEOUT_MS: wholeNumber(1, 10_000)
    .default(50)
    .describe('Timeout of one Redis command in milliseconds; after it the gateway continues without Redis.'),
  LOG_LEVEL: z
    .enum(logLevels, `must be one of ${logLevels.join(', ')}`)
    .default('info')
    .describe('Lowest level of log lines that are written.'),
  SCHEMA_PREFIX: z
    .string()
    .regex(
      /^[A-Z][A-Za-z0-9]{0,29}$/,
      'must be up to 30 letters and digits that begin with a capital letter, such as Support',
    )
    .optional()
    .describe(
      'Prefix of the names of root fields, types and enums, for a federated graph in which these names are taken.',
    ),
  NODE_ENV: z
    .string()
    .optional()
    .describe(
      '`production` disables the demo, GraphiQL and introspection, shortens error messages and writes logs as JSON only.',
    ),
})

/** The common settings of a source, from the file or the environment; settings of the provider are kept as they are. */
export const source = z.looseObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, 'must be up to 50 lower-case letters, digits, hyphens and underscores')
    .describe('Id of the source in requests and in the ids of its teams and inboxes. Unique.'),
  provider: z.string().describe('The product that the source reads.'),
  name: z.string().min(1, 'must not be empty').optional().describe('Display name of the source. Default: its id.'),
  timeZone: zone
    .optional()
    .describe(
      'IANA name of the time zone of the account. Default: `timeZone` of the file, with a warning that figures by day may be approximate.',
    ),
})

/** The configuration file. The sources are checked separately against the settings of their providers. */
export const createFileSchema = (oneSource: z.ZodType, sourceIds: ReadonlySet<string>) =>
  z.strictObject({
    timeZone: zone
      .optional()
      .describe(
        'IANA name of the time zone for requests and sources that name none. Default: the variable TIME_ZONE, otherwise UTC.',
      ),
    weekStart: z
      .enum(daysOfWeek, `must be one of ${daysOfWeek.join(', ')}`)
      .default(isoCalendar.weekStart)
      .describe('The first day of a week, for WEEK buckets and the week presets of requests that name none.'),
    fiscalYearStart: wholeNumber(1, 12)
      .default(isoCalendar.fiscalYearStart)
      .describe(
        'The month in which a year begins, for QUARTER and YEAR buckets and their presets of requests that name none.',
      ),
    cache: z
      .strictObject({
        freshFor: duration('PT30S').describe('How long cached rows of days in progress are used without another call.'),
        settlingFor: duration('PT15M').describe(
          'How long cached rows of completed days are used without another call, until `settleAfter` has passed.',
        ),
        settleAfter: duration('PT48H').describe('Time after the end of a day when its figures are considered final.'),
        settledFor: duration('P7D').describe(
          'How long cached rows of days with final figures are used without another call.',
        ),
        movingFor: duration('PT1H').describe(
          'How long cached rows of past days are used where the product still changes them: Chatwoot filtered by agent, team or tag.',
        ),
        staleFor: duration('P1D').describe(
          'Maximum age of cached rows and lists that are used, with the warning STALE, when a source fails.',
        ),
      })
      .prefault({})
      .describe('How long rows are cached, as ISO 8601 durations (PT30S, P1DT12H, P7D); PT0S for not at all.'),
    sources: z
      .array(oneSource)
      .default([])
      .describe('The accounts to read. Without any, here or in the environment, the demo runs.'),
    clients: z
      .array(createClientSchema(sourceIds))
      .min(1, 'must contain at least one client; remove the setting to run without API keys')
      .optional()
      .describe(
        'Clients that authenticate with an API key. Without `clients` and `jwt` there is no authentication, and the gateway listens on loopback only.',
      ),
    jwt: jwt.optional(),
    failedKeysPerMinute,
    ...serving,
  })
