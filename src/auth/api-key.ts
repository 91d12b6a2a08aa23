import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Identity } from './caller.ts'
import type { Permission } from './permission.ts'

/** One who shows a key. The gateway knows the key's hash alone. */
export interface ClientSettings {
  readonly name: string
  /** `sha256:` and 64 hexadecimal digits. */
  readonly keyHash: string
  readonly sources: readonly string[]
  readonly scopes: readonly Permission[]
  readonly operationsPerMinute: number
}

/** A new key, which nobody guesses; its beginning tells people and scanners what it is. */
export const createKey = (): string => `rgw_${randomBytes(32).toString('base64url')}`

/** Keys are random, so that a slow hash would protect nothing. */
export const hashKey = (key: string): string => `sha256:${hash('sha256', key)}`

/** What a key was granted. Every hash is compared, and wholly: how long it takes tells nothing. */
export function createKeyring(
  clients: readonly ClientSettings[],
): (key: string) => (Identity & Pick<ClientSettings, 'operationsPerMinute'>) | undefined {
  const known = clients.map(({ name, keyHash, sources, scopes, operationsPerMinute }) => ({
    hash: Buffer.from(keyHash),
    identity: { name, sources, permissions: new Set(scopes), operationsPerMinute },
  }))
  return (key) => {
    const shown = Buffer.from(hashKey(key))
    return known.filter((one) => timingSafeEqual(one.hash, shown))[0]?.identity
  }
}
