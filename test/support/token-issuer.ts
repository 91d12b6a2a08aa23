import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { json, type RawAnswer, startRawUpstream } from './raw-upstream.ts'
import { keepSecret } from './secrets.ts'

export interface TokenIssuer {
  readonly url: string
  /** What it answers instead of its keys. */
  fault: RawAnswer | undefined
  /** Its keys are held back until this resolves. */
  hold: Promise<void> | undefined
  countCalls(): number
  /** A token for the claims, valid unless they say otherwise. */
  sign(claims: JWTPayload, changes?: TokenChanges): Promise<string>
  /** Signs with other keys from now on. */
  rotate(): Promise<void>
  close(): Promise<void>
}

export interface TokenChanges {
  readonly issuer?: string
  readonly audience?: string
  /** As of now, e.g. `1 hour ago`; null for never. */
  readonly expires?: string | null
}

export const issuer = 'https://login.test.example'
export const audience = 'reporting'

/** Signs tokens, and publishes the keys over HTTP on loopback. */
export async function startTokenIssuer(): Promise<TokenIssuer> {
  let generation = 0
  let pair = await generateKeyPair('ES256')
  let published = await publish()
  async function publish() {
    return { keys: [{ ...(await exportJWK(pair.publicKey)), kid: `${generation}`, alg: 'ES256' }] }
  }
  const server = await startRawUpstream(async () => {
    await one.hold
    return one.fault ?? json(published)
  })
  const one: TokenIssuer = {
    url: `${server.url}/jwks`,
    fault: undefined,
    hold: undefined,
    countCalls: () => server.requests.length,
    async sign(claims, changes = {}) {
      const { expires = '1 hour' } = changes
      const token = new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', kid: `${generation}` })
        .setIssuer(changes.issuer ?? issuer)
        .setAudience(changes.audience ?? audience)
        .setIssuedAt()
      return keepSecret(await (expires === null ? token : token.setExpirationTime(expires)).sign(pair.privateKey))
    },
    async rotate() {
      generation += 1
      pair = await generateKeyPair('ES256')
      published = await publish()
    },
    close: server.close,
  }
  return one
}
