import { z } from 'zod'
import { allPermissions } from '../auth/permission.ts'
import { wholeNumber } from './file/whole-number.ts'
import { isLoopback } from './machine/addresses.ts'

const operationsPerMinute = wholeNumber(1, 1_000_000)
  .default(600)
  .describe('Maximum number of operations per minute; further ones get 429. A subscription counts as one.')

/** A client with an API key, and the sources that it may read. */
export const createClientSchema = (sources: ReadonlySet<string>) =>
  z.strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,49}$/, 'must be up to 50 letters, digits, dots, hyphens and underscores')
      .describe('Name of the client in logs and limits. Unique.'),
    keyHash: z
      .string()
      .regex(
        /^sha256:[0-9a-f]{64}$/,
        'must be sha256: and 64 hexadecimal digits, as npm run key prints it; not the key',
      )
      .describe(
        '`sha256:` and the hexadecimal SHA-256 hash of the API key. `npm run key` creates a key with its hash.',
      ),
    sources: z
      .array(
        z.string().refine((id) => sources.has(id), {
          error: () => `must be the id of a source; the sources are: ${[...sources].join(', ')}`,
        }),
      )
      .min(1, 'must contain the id of at least one source')
      .describe('Ids of the sources that the client may read. Other sources do not exist for it.'),
    scopes: z
      .array(z.enum(allPermissions, `must be one of ${allPermissions.join(', ')}`))
      .min(1, `must contain at least one of ${allPermissions.join(', ')}; remove the setting to allow all`)
      .default([...allPermissions])
      .describe(
        'Permissions of the client: `reports` (figures), `people` (agents and figures of single agents), `live` (current load and subscriptions).',
      ),
    operationsPerMinute,
  })

const isTrusted = (text: string): boolean => {
  const { protocol, hostname, username, password } = new URL(text)
  return !username && !password && (protocol === 'https:' || isLoopback(hostname))
}

/** The issuer whose JSON Web Tokens are accepted. */
export const jwt = z
  .strictObject({
    issuer: z.string().min(1, 'must not be empty').describe('Required value of the claim `iss`.'),
    audience: z.string().min(1, 'must not be empty').describe('Required value of the claim `aud`.'),
    jwksUrl: z
      .url({ protocol: /^https?$/, error: 'must be a URL such as https://login.example.com/jwks', abort: true })
      .refine(isTrusted, 'must begin with https:// (http:// only on loopback), without user name or password')
      .describe('URL of the JSON Web Key Set of the issuer; https, or http on loopback.'),
    nameClaim: z
      .string()
      .min(1, 'must not be empty')
      .default('sub')
      .describe('Name of the claim that identifies the user: the name in logs and limits.'),
    sourcesClaim: z
      .string()
      .min(1, 'must not be empty')
      .default('sources')
      .describe(
        'Name of the claim that lists the ids of the sources a token may read, as a list of strings or as one string separated by spaces.',
      ),
    scopesClaim: z
      .string()
      .min(1, 'must not be empty')
      .optional()
      .describe(
        'Name of the claim that lists the permissions of a token (reports, people, live), as a list of strings or as one string separated by spaces. A token without this claim has no permissions. Default: each of the claims `scope`, `scp`, `scopes` and `permissions` that a token carries restricts it, and a token without any of them has all permissions.',
      ),
    operationsPerMinute,
  })
  .describe('Accepts signed JSON Web Tokens (asymmetric algorithms only) of one issuer, beside the keys of `clients`.')

export const failedKeysPerMinute = wholeNumber(1, 1_000_000)
  .default(60)
  .describe('Maximum number of failed authentications per minute from one address; further ones get 429.')
