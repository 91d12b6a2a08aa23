import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Identity, Permission } from './permission.ts'

/** A client with an API key, of which the gateway stores only the hash. */
export interface ClientSettings {
  readonly name: string
  /** `sha256:` and 64 hexadecimal digits. */
  readonly keyHash: string
  readonly sources: readonly string[]
  readonly scopes: readonly Permission[]
  readonly operationsPerMinute: number
}

/** A new random key. The prefix lets people and secret scanners recognize it. */
export const createKey = (): string => `rgw_${randomBytes(32).toString('base64url')}`

/** Keys are 256 random bits, which a slow password hash would not protect any better. */
export const hashKey = (key: string): string => `sha256:${hash('sha256', key)}`

/** Finds the client of a key. Compares every hash in constant time, so that the duration reveals nothing. */
export function createKeyring(
  clients: readonly ClientSettings[],
): (key: string) => (Identity & Pick<ClientSettings, 'operationsPerMinute'>) | undefined {
  const entries = clients.map(({ name, keyHash, sources, scopes, operationsPerMinute }) => ({
    hash: Buffer.from(keyHash),
    identity: { name, sources, permissions: new Set(scopes), operationsPerMinute },
  }))
  return (key) => {
    const presented = Buffer.from(hashKey(key))
    return entries.filter((one) => timingSafeEqual(one.hash, presented))[0]?.identity
  }
}
