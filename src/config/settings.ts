import { isIP } from 'node:net'
import { z } from 'zod'
import { parseDuration, toMilliseconds } from '../report/duration.ts'
import { isTimeZone } from '../report/zone.ts'
import { logLevels } from '../telemetry/log-level.ts'
import { createClientSchema, failedKeysPerMinute, jwt } from './access.ts'
import { serving } from './serving.ts'
import { wholeNumber } from './whole-number.ts'

const zone = z.string().refine(isTimeZone, 'must be an IANA name such as Europe/Warsaw, or UTC')

/** The message must not show the value, which may hold a password. */
const redisUrl = z
  .string()
  .regex(
    /^rediss?:\/\/([^\s/@]*@)?[^\s/@]+(\/\d*)?$/,
    'must be redis://host:port or rediss://user:password@host:port/0',
  )

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

/** What the environment sets besides sources. */
export const variables = z.object({
  PORT: wholeNumber(0, 65_535).default(4000),
  HOST: z
    .string()
    .refine((host) => isIP(host) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host), 'must be an address or a name')
    .default('127.0.0.1'),
  TIME_ZONE: zone.default('UTC'),
  DEADLINE_MS: wholeNumber(100, 120_000).default(10_000),
  ATTEMPT_TIMEOUT_MS: wholeNumber(10, 120_000).optional(),
  STOP_DELAY_MS: wholeNumber(0, 10_000).default(0),
  REDIS_URL: redisUrl.optional(),
  REDIS_TIMEOUT_MS: wholeNumber(1, 10_000).default(50),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  SCHEMA_PREFIX: z
    .string()
    .regex(/^[A-Z][A-Za-z0-9]{0,29}$/, 'must be letters and digits that begin with a capital, such as Support')
    .optional(),
})

/** One source, in the file or from the environment; what is the provider's own stays as it is. */
export const source = z.looseObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, 'must be lower-case letters, digits, - and _')
    .describe('Names the source in questions, and begins the ids of its teams and inboxes.'),
  provider: z.string().describe('The product.'),
  name: z.string().min(1).optional().describe('For people; the id when absent.'),
  timeZone: zone.optional().describe("The zone in which the account works; the file's when absent."),
})

/** The file of GATEWAY_CONFIG. What is known of sources is said by who knows. */
export const createFileSchema = (oneSource: z.ZodType, sourceIds: ReadonlySet<unknown>) =>
  z.strictObject({
    timeZone: zone.optional().describe('The zone of a question that names none; UTC when absent.'),
    cache: z
      .strictObject({
        freshFor: duration('PT30S').describe('How long figures of days under way are used again.'),
        settlingFor: duration('PT15M').describe('The same for days over that may still change.'),
        settleAfter: duration('PT48H').describe('How long a day must be over to be settled.'),
        settledFor: duration('P7D').describe('How long figures of settled days are used again.'),
        movingFor: duration('PT1H').describe('The same where days long over still change.'),
        staleFor: duration('P1D').describe('How old figures and lists may be that stand in for a source that fails.'),
      })
      .prefault({})
      .describe('How long figures are used again, as ISO 8601 durations.'),
    sources: z.array(oneSource).default([]).describe('The accounts that are read.'),
    clients: z
      .array(createClientSchema(sourceIds))
      .min(1, 'must name a client, or be left out')
      .optional()
      .describe('Who may ask, each with a key. Without clients and jwt the gateway listens on loopback only.'),
    jwt: jwt.optional(),
    failedKeysPerMinute,
    ...serving,
  })
