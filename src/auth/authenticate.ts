import type { Redis } from '../redis/connection.ts'
import { type ClientSettings, createKeyring } from './api-key.ts'
import type { Identity } from './caller.ts'
import { allPermissions } from './permission.ts'
import { type CountOperation, createRateLimit } from './rate-limit.ts'
import { RequestRejected } from './request-rejected.ts'
import { createTokenReader, type TokenSettings } from './token.ts'

/** Who may ask. */
export interface AuthSettings {
  readonly clients: readonly ClientSettings[]
  readonly jwt?: TokenSettings
  /** Keys and tokens not let in that one address may show in a minute before it is told to wait. */
  readonly failuresPerMinute: number
}

/** What comes with a request before anything of it is read. */
export interface Credentials {
  readonly authorization: string | null
  /** Where it comes from. */
  readonly address: string
}

/** Lets somebody in; throws Refusal. */
export type Authenticate = (credentials: Credentials) => Promise<Identity>

const anyone: Identity = { name: 'anonymous', sources: 'ALL', permissions: new Set(allPermissions) }

/** Without settings whoever reaches the gateway may ask: it listens on loopback then. */
export function createAuthenticate(
  settings: AuthSettings | undefined,
  sources: readonly string[],
  redis: Redis | undefined,
): Authenticate {
  if (!settings) return async () => anyone
  const { clients, jwt, failuresPerMinute } = settings
  const findClient = createKeyring(clients)
  const readToken = jwt && createTokenReader(jwt)
  const rates = new Map<number, CountOperation>()
  // Strangers cost no call of Redis.
  const countFailure = createRateLimit(failuresPerMinute)

  async function identify(secret: string): Promise<{ readonly identity: Identity; readonly perMinute: number }> {
    const client = findClient(secret)
    if (client) {
      const { operationsPerMinute, ...identity } = client
      return { identity, perMinute: operationsPerMinute }
    }
    if (!readToken || !isToken(secret)) throw new RequestRejected('UNAUTHENTICATED', 'unknown API key')
    return { identity: await readToken(secret), perMinute: jwt.operationsPerMinute }
  }

  return async ({ authorization, address }) => {
    const [, secret] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? []
    if (secret === undefined)
      throw new RequestRejected('UNAUTHENTICATED', 'no credentials: send the header `authorization: Bearer <key>`')
    const { identity, perMinute } = await identify(secret).catch(async (reason) => {
      if (!(reason instanceof RequestRejected) || reason.code !== 'UNAUTHENTICATED') throw reason
      const wait = await countFailure(address)
      throw wait === undefined
        ? reason
        : new RequestRejected('TOO_MANY_REQUESTS', 'too many requests with invalid credentials', wait)
    })
    const count = rates.get(perMinute) ?? createRateLimit(perMinute, redis)
    rates.set(perMinute, count)
    const wait = await count(identity.name)
    if (wait !== undefined)
      throw new RequestRejected(
        'TOO_MANY_REQUESTS',
        `rate limit exceeded: at most ${perMinute} operations per minute are allowed`,
        wait,
      )
    if (identity.sources !== 'ALL' && !identity.sources.some((id) => sources.includes(id)))
      throw new RequestRejected('FORBIDDEN', 'the token does not include any source of this gateway')
    return identity
  }
}

const isToken = (secret: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(secret)
