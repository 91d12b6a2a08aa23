import { z } from 'zod'
import { allRights } from '../access/right.ts'
import { isLoopback } from './loopback.ts'
import { wholeNumber } from './whole-number.ts'

const operationsPerMinute = wholeNumber(1, 1_000_000)
  .default(600)
  .describe('Operations a minute; more are answered with 429. A subscription is one.')

/** One who shows a key, and may read these sources. */
export const createClientSchema = (sources: ReadonlySet<unknown>) =>
  z.strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,49}$/, 'must be letters, digits, dots, - and _')
      .describe('Names the client, as in logs; once only.'),
    keyHash: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits, as npm run key prints it')
      .describe('sha256: and the hexadecimal SHA-256 of the key that the client sends; npm run key makes both.'),
    sources: z
      .array(
        z.string().refine((id) => sources.has(id), {
          error: () => `must be the id of a source; there are: ${[...sources].join(', ')}`,
        }),
      )
      .min(1, 'must name a source')
      .describe('Ids of the sources that exist for the client.'),
    scopes: z
      .array(z.enum(allRights, `must be one of ${allRights.join(', ')}`))
      .min(1, 'must name a scope')
      .default([...allRights])
      .describe('What the client may read of them; all when absent.'),
    operationsPerMinute,
  })

const isTrusted = (text: string): boolean => {
  const { protocol, hostname, username, password } = new URL(text)
  return !username && !password && (protocol === 'https:' || isLoopback(hostname))
}

/** Whose JSON Web Tokens are believed. */
export const jwt = z
  .strictObject({
    issuer: z.string().min(1, 'must be set').describe('What a token must have as iss.'),
    audience: z.string().min(1, 'must be set').describe('What a token must have as aud.'),
    jwksUrl: z
      .url({ protocol: /^https?$/, error: 'must be a URL', abort: true })
      .refine(isTrusted, 'must begin with https:// and hold no password')
      .describe('Where the issuer publishes its keys, over https.'),
    nameClaim: z.string().min(1, 'must be set').default('sub').describe('The claim that names who asks.'),
    sourcesClaim: z
      .string()
      .min(1, 'must be set')
      .default('sources')
      .describe('The claim with the ids of his sources: a list, or a text with spaces between them.'),
    scopesClaim: z
      .string()
      .min(1, 'must be set')
      .optional()
      .describe(
        'Name of the claim that lists the permissions of a token (reports, people, live), as a list of strings or as one string separated by spaces. A token without this claim has no permissions. Default: each of the claims `scope`, `scp`, `scopes` and `permissions` that a token carries restricts it, and a token without any of them has all permissions.',
      ),
    operationsPerMinute,
  })
  .describe(
    'Lets in who shows a JSON Web Token of one issuer. Its claim scope may name the scopes, as a client has them.',
  )

export const failedKeysPerMinute = wholeNumber(1, 1_000_000)
  .default(60)
  .describe('Wrong keys and tokens that one address may show in a minute before it is told to wait.')
