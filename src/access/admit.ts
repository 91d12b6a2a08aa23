import type { Redis } from '../redis.ts'
import { type ClientSettings, createKeyring } from './api-key.ts'
import type { Grant } from './caller.ts'
import { type CountOne, createRate } from './rate.ts'
import { Refusal } from './refusal.ts'
import { allRights } from './right.ts'
import { createTokenReader, type TokenSettings } from './token.ts'

/** Who may ask. */
export interface AccessSettings {
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
export type Admit = (credentials: Credentials) => Promise<Grant>

const anyone: Grant = { name: 'anonymous', sources: 'ALL', rights: new Set(allRights) }

/** Without settings whoever reaches the gateway may ask: it listens on loopback then. */
export function createAdmit(
  settings: AccessSettings | undefined,
  sources: readonly string[],
  redis: Redis | undefined,
): Admit {
  if (!settings) return async () => anyone
  const { clients, jwt, failuresPerMinute } = settings
  const findClient = createKeyring(clients)
  const readToken = jwt && createTokenReader(jwt)
  const rates = new Map<number, CountOne>()
  // Strangers cost no call of Redis.
  const countFailure = createRate(failuresPerMinute)

  async function identify(secret: string): Promise<{ readonly grant: Grant; readonly perMinute: number }> {
    const client = findClient(secret)
    if (client) {
      const { operationsPerMinute, ...grant } = client
      return { grant, perMinute: operationsPerMinute }
    }
    if (!readToken || !isToken(secret)) throw new Refusal('UNAUTHENTICATED', 'unknown API key')
    return { grant: await readToken(secret), perMinute: jwt.operationsPerMinute }
  }

  return async ({ authorization, address }) => {
    const [, secret] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? []
    if (secret === undefined)
      throw new Refusal('UNAUTHENTICATED', 'no credentials: send the header `authorization: Bearer <key>`')
    const { grant, perMinute } = await identify(secret).catch(async (reason) => {
      if (!(reason instanceof Refusal) || reason.code !== 'UNAUTHENTICATED') throw reason
      const wait = await countFailure(address)
      throw wait === undefined
        ? reason
        : new Refusal('TOO_MANY_REQUESTS', 'too many requests with invalid credentials', wait)
    })
    const count = rates.get(perMinute) ?? createRate(perMinute, redis)
    rates.set(perMinute, count)
    const wait = await count(grant.name)
    if (wait !== undefined)
      throw new Refusal(
        'TOO_MANY_REQUESTS',
        `rate limit exceeded: at most ${perMinute} operations per minute are allowed`,
        wait,
      )
    if (grant.sources !== 'ALL' && !grant.sources.some((id) => sources.includes(id)))
      throw new Refusal('FORBIDDEN', 'the token does not include any source of this gateway')
    return grant
  }
}

const isToken = (secret: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(secret)
