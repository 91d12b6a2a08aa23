import { z } from 'zod'
import { parseDuration, toMilliseconds } from '../report/duration.ts'
import { isTimeZone } from '../report/zone.ts'
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
    .enum(['127.0.0.1', '::1', 'localhost'], 'must be a loopback address: the gateway does not yet ask who is calling')
    .default('127.0.0.1'),
  TIME_ZONE: zone.default('UTC'),
  DEADLINE_MS: wholeNumber(100, 120_000).default(10_000),
  ATTEMPT_TIMEOUT_MS: wholeNumber(10, 120_000).optional(),
  REDIS_URL: redisUrl.optional(),
  REDIS_TIMEOUT_MS: wholeNumber(1, 10_000).default(50),
  SCHEMA_PREFIX: z
    .string()
    .regex(/^[A-Z][A-Za-z0-9]{0,29}$/, 'must be letters and digits that begin with a capital, such as Support')
    .optional(),
})

/** One source, in the file or from the environment; what is the provider's own stays as it is. */
export const source = z.looseObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, 'must be lower-case letters, digits, - and _'),
  provider: z.string(),
  name: z.string().min(1).optional(),
  timeZone: zone.optional(),
})

/** The file of GATEWAY_CONFIG. */
export const file = z.strictObject({
  timeZone: zone.optional(),
  cache: z
    .strictObject({
      freshFor: duration('PT30S'),
      settlingFor: duration('PT15M'),
      settleAfter: duration('PT48H'),
      settledFor: duration('P7D'),
      movingFor: duration('PT1H'),
      staleFor: duration('P1D'),
    })
    .prefault({}),
  sources: z.array(z.unknown()).default([]),
  ...serving,
})
