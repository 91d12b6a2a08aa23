import { hash } from 'node:crypto'
import { z } from 'zod'
import type { Redis } from '../redis.ts'
import type { SeriesStore, StoredRows } from './store.ts'

/** Keeps rows where every gateway on the same Redis finds them. */
export function createRedisStore(redis: Redis): SeriesStore {
  /** What came from there, or went: nothing is sent back to where it came from. */
  const shared = new WeakSet<StoredRows>()

  return {
    async read(keys) {
      const found = new Map<string, StoredRows>()
      if (keys.length === 0) return found
      const texts = await redis.ask((client) => client.mGet(keys.map(toRowsKey)))
      for (const [index, key] of keys.entries()) {
        const stored = parseRows(texts?.[index])
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
      const send = ([key, stored]: readonly [string, StoredRows]) =>
        [toRowsKey(key), writeRows(stored), expiry] as const
      void redis.ask((client) => Promise.all(unshared.map((entry) => client.set(...send(entry)))))
      for (const [, stored] of unshared) shared.add(stored)
    },
  }
}

/** The number is that of the format: another one is another key. A digest is short, and shows nobody's address. */
const toRowsKey = (key: string): string => `rows:1:${hash('sha256', key, 'base64url')}`

const figures = z.record(z.string(), z.number().nonnegative().nullable())
const row = z.tuple([z.number(), z.number(), figures, z.string().optional()])
const format = z.tuple([z.number(), z.array(row)])

const writeRows = ({ readAt, rows }: StoredRows): string =>
  JSON.stringify([
    readAt,
    rows.map(({ start, end, figures, member }) =>
      member === undefined ? [start, end, figures] : [start, end, figures, member],
    ),
  ])

/** Characters, far more than the rows of a cell have: whoever parses tens of millions holds everybody up. */
const longestText = 1_000_000

/** Undefined for whatever the gateway did not write. */
function parseRows(text: string | null | undefined): StoredRows | undefined {
  if (typeof text !== 'string' || text.length > longestText) return undefined
  try {
    const [readAt, rows] = format.parse(JSON.parse(text))
    return {
      readAt,
      rows: rows.map(([start, end, figures, member]) => ({
        start,
        end,
        ...(member !== undefined && { member }),
        figures,
      })),
    }
  } catch {
    return undefined
  }
}
