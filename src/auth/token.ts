import { createRemoteJWKSet, customFetch, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { fetch } from 'undici'
import type { Identity } from './caller.ts'
import { allPermissions, knownScopesClaims, type Permission } from './permission.ts'
import { RequestRejected } from './request-rejected.ts'

/** Whose tokens are believed, and where they say who asks. */
export interface TokenSettings {
  readonly issuer: string
  readonly audience: string
  /** Where the issuer publishes the keys with which it signs. */
  readonly jwksUrl: string
  readonly nameClaim: string
  /** A list of ids, or one text with spaces between them. */
  readonly sourcesClaim: string
  /** The only claim that grants permissions: a list, or a text with spaces between them. */
  readonly scopesClaim?: string | undefined
  /** Of each name. */
  readonly operationsPerMinute: number
}

/** None by which somebody could sign who can read the published keys. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

/** Of clocks that differ, in seconds. */
const tolerance = 5

/** Reads a JSON Web Token; throws Refusal for one that is not to be believed, and when nobody can tell. */
export function createTokenReader(settings: TokenSettings): (token: string) => Promise<Identity> {
  const { issuer, audience, nameClaim, sourcesClaim, scopesClaim } = settings
  const findKey = createKeyFinder(settings.jwksUrl)
  return async (token) => {
    const { payload } = await jwtVerify(token, findKey, {
      issuer,
      audience,
      algorithms,
      clockTolerance: tolerance,
      requiredClaims: ['exp', nameClaim],
    }).catch((reason) => {
      throw reason instanceof RequestRejected ? reason : new RequestRejected('UNAUTHENTICATED', 'invalid token')
    })
    const name = payload[nameClaim]
    if (typeof name !== 'string')
      throw new RequestRejected('UNAUTHENTICATED', `invalid token: the claim ${nameClaim} must be a string`)
    return {
      // Names of configured clients have no colon, so that a token cannot collide with one.
      name: `token:${name}`,
      sources: listWords(payload[sourcesClaim]),
      permissions: toRights(payload, scopesClaim),
      expiresAt: ((payload.exp ?? 0) + tolerance) * 1000,
    }
  }
}

/** Without `scopesClaim`, each known claim of the token restricts it; a token without any may read everything. */
function toRights(payload: JWTPayload, scopesClaim: string | undefined): ReadonlySet<Permission> {
  const names =
    scopesClaim === undefined ? knownScopesClaims.filter((name) => Object.hasOwn(payload, name)) : [scopesClaim]
  const granted = names.map((name) => listWords(payload[name]))
  return new Set(allPermissions.filter((right) => granted.every((words) => words.includes(right))))
}

const listWords = (claim: unknown): readonly unknown[] & readonly string[] =>
  (typeof claim === 'string' ? claim.split(/\s+/) : Array.isArray(claim) ? claim : []) as string[]

/** Milliseconds the issuer has to answer, and until it is asked again when it did not: strangers' tokens ask it too. */
const timeout = 2_000
const pause = 5_000

/** Far more than an issuer publishes: each token is held against each key, and the body is held in memory. */
const maxBytes = 1_000_000
const maxKeys = 100

async function readKeys(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > maxBytes) throw new Error(`the key set is larger than ${maxBytes / 1e6} MB`)
    chunks.push(chunk)
  }
  const text = new TextDecoder().decode(Buffer.concat(chunks))
  if (JSON.parse(text)?.keys?.length > maxKeys) throw new Error(`the key set has more than ${maxKeys} keys`)
  return text
}

function createKeyFinder(url: string): JWTVerifyGetKey {
  let pausedUntil = 0
  const keys = createRemoteJWKSet(new URL(url), {
    timeoutDuration: timeout,
    async [customFetch](jwksUrl, { headers, ...rest }) {
      if (Date.now() < pausedUntil) throw new Error('paused after a failed request to the issuer')
      const { status, body } = await fetch(jwksUrl, { ...rest, headers: [...headers] })
      return new Response(await readKeys(body ?? []), { status })
    },
  })
  return async (...asked) => {
    try {
      return await keys(...asked)
    } catch (reason) {
      if (reason instanceof errors.JWKSNoMatchingKey || reason instanceof errors.JWKSMultipleMatchingKeys) throw reason
      if (Date.now() >= pausedUntil) pausedUntil = Date.now() + pause
      throw new RequestRejected(
        'AUTHENTICATION_UNAVAILABLE',
        'tokens cannot be verified: the keys of the issuer are unavailable',
        pause,
      )
    }
  }
}
