import type { Redis } from '../redis/connection.ts'
import { type ClientSettings, createKeyring } from './api-key.ts'
import { allPermissions, type Identity, RequestRejected } from './permission.ts'
import { type CountOperation, createRateLimit } from './rate-limit.ts'
import { createTokenReader, type TokenSettings } from './token.ts'

/** The clients and tokens that are accepted. */
export interface AuthSettings {
  readonly clients: readonly ClientSettings[]
  readonly jwt?: TokenSettings
  /** Failed authentications per minute from one address; further ones get 429. */
  readonly failuresPerMinute: number
}

/** What authentication needs of a request; its body is not read before. */
export interface Credentials {
  readonly authorization: string | null
  /** The remote IP address. */
  readonly address: string
}

/** Returns the identity of a client; throws RequestRejected. */
export type Authenticate = (credentials: Credentials) => Promise<Identity>

const anonymous: Identity = { name: 'anonymous', sources: 'ALL', permissions: new Set(allPermissions) }

/** Without settings every request is accepted: the gateway then listens on loopback only. */
export function createAuthenticate(
  settings: AuthSettings | undefined,
  sources: readonly string[],
  redis: Redis | undefined,
): Authenticate {
  if (!settings) return async () => anonymous
  const { clients, jwt, failuresPerMinute } = settings
  const findClient = createKeyring(clients)
  const readToken = jwt && createTokenReader(jwt)
  const rates = new Map<number, CountOperation>()
  // Counted in memory: unauthenticated requests must not cause Redis commands.
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
