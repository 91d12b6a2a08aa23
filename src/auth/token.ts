import { createRemoteJWKSet, customFetch, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { fetch } from 'undici'
import { allPermissions, type Identity, knownScopesClaims, type Permission, RequestRejected } from './permission.ts'

/** The issuer whose tokens are accepted, and the claims that are read. */
export interface TokenSettings {
  readonly issuer: string
  readonly audience: string
  /** URL of the JSON Web Key Set of the issuer. */
  readonly jwksUrl: string
  readonly nameClaim: string
  /** The claim that lists ids of sources: a list, or a string separated by spaces. */
  readonly sourcesClaim: string
  /** The only claim that grants permissions: a list, or a string separated by spaces. */
  readonly scopesClaim?: string | undefined
  /** Per name. */
  readonly operationsPerMinute: number
}

/** Asymmetric only: with a symmetric algorithm, the published keys could be used to sign tokens. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

/** Seconds. */
const clockTolerance = 5

/** Verifies JSON Web Tokens. Throws RequestRejected for an invalid token, and when the issuer's keys are unavailable. */
export function createTokenReader(settings: TokenSettings): (token: string) => Promise<Identity> {
  const { issuer, audience, nameClaim, sourcesClaim, scopesClaim } = settings
  const findKey = createKeyFinder(settings.jwksUrl)
  return async (token) => {
    const { payload } = await jwtVerify(token, findKey, {
      issuer,
      audience,
      algorithms,
      clockTolerance,
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
      sources: toStrings(payload[sourcesClaim]),
      permissions: toPermissions(payload, scopesClaim),
      expiresAt: ((payload.exp ?? 0) + clockTolerance) * 1000,
    }
  }
}

/** Without `scopesClaim`, each known claim of the token restricts it; a token without any may read everything. */
function toPermissions(payload: JWTPayload, scopesClaim: string | undefined): ReadonlySet<Permission> {
  const names =
    scopesClaim === undefined ? knownScopesClaims.filter((name) => Object.hasOwn(payload, name)) : [scopesClaim]
  const granted = names.map((name) => toStrings(payload[name]))
  return new Set(allPermissions.filter((permission) => granted.every((strings) => strings.includes(permission))))
}

const toStrings = (claim: unknown): readonly unknown[] & readonly string[] =>
  (typeof claim === 'string' ? claim.split(/\s+/) : Array.isArray(claim) ? claim : []) as string[]

/** Milliseconds. The delay after a failure is needed because invalid tokens cause requests to the issuer, too. */
const timeout = 2_000
const retryDelay = 5_000

/** Far more than any issuer publishes. Each token is compared with each key, and the body is held in memory. */
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
  return async (...parameters) => {
    try {
      return await keys(...parameters)
    } catch (reason) {
      if (reason instanceof errors.JWKSNoMatchingKey || reason instanceof errors.JWKSMultipleMatchingKeys) throw reason
      if (Date.now() >= pausedUntil) pausedUntil = Date.now() + retryDelay
      throw new RequestRejected(
        'AUTHENTICATION_UNAVAILABLE',
        'tokens cannot be verified: the keys of the issuer are unavailable',
        retryDelay,
      )
    }
  }
}
