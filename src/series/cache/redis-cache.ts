import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { Redis } from '../../redis/connection.ts'
import type { Row } from '../../report/port/port.ts'
import type { CachedRows, SeriesCache } from './series-cache.ts'

/** Keeps rows where every gateway on the same Redis finds them. */
export function createRedisCache(redis: Redis): SeriesCache {
  /** What came from there, or went: nothing is sent back to where it came from. */
  const shared = new WeakSet<CachedRows>()

  return {
    async read(keys) {
      const found = new Map<string, CachedRows>()
      if (keys.length === 0) return found
      const texts = await redis.ask((client) => client.mGet(keys.map(toRowsKey)))
      for (const [index, key] of keys.entries()) {
        const stored = parseRows(key, texts?.[index])
        if (!stored) continue
        shared.add(stored)
        found.set(key, stored)
      }
      return found
    },
    write(entries, keepFor) {
      const expiry = { expiration: { type: 'PX', value: Math.ceil(keepFor) } } as const
      const unshared = [...entries].filter(([, stored]) => !shared.has(stored))
      if (unshared.length === 0 || keepFor <= 0) return
      // Sent together: what is asked for in one turn leaves as one pipeline.
      const send = ([key, stored]: readonly [string, CachedRows]) =>
        [toRowsKey(key), writeRows(key, stored), expiry] as const
      void redis.ask((client) => Promise.all(unshared.map((entry) => client.set(...send(entry)))))
      for (const [, stored] of unshared) shared.add(stored)
    },
  }
}

/** The number is that of the format: another one is another key. A digest is short, and shows nobody's address. */
const toRowsKey = (key: string): string => `rows:2:${hash('sha256', key, 'base64url')}`

/**
 * Begins each text. The key names the account by a digest of its credentials and is in Redis only as a digest of its own,
 * so that other writers of the Redis can neither change rows nor move them to another key.
 */
const sign = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64url')

const signatureLength = 43

type Written = [readAt: number, rows: [number, number, Row['figures'], member?: string][]]

function writeRows(key: string, { readAt, rows }: CachedRows): string {
  const written: Written = [
    readAt,
    rows.map(({ start, end, figures, member }) =>
      member === undefined ? [start, end, figures] : [start, end, figures, member],
    ),
  ]
  const text = JSON.stringify(written)
  return sign(key, text) + text
}

/** Characters, far more than the rows of a chunk have: whoever parses tens of millions holds everybody up. */
const longestText = 1_000_000

/** Undefined for whatever the gateway did not write. */
function parseRows(key: string, signed: string | null | undefined): CachedRows | undefined {
  if (typeof signed !== 'string' || signed.length > longestText) return undefined
  const text = signed.slice(signatureLength)
  const [found, expected] = [signed.slice(0, signatureLength), sign(key, text)].map((one) => Buffer.from(one))
  if (!found || !expected || found.length !== expected.length || !timingSafeEqual(found, expected)) return undefined
  const [readAt, rows] = JSON.parse(text) as Written
  return {
    readAt,
    rows: rows.map(([start, end, figures, member]) => ({
      start,
      end,
      ...(member !== undefined && { member }),
      figures,
    })),
  }
}
