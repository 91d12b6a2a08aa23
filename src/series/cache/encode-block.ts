import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { maxFigure } from '../../report/port/rows.ts'
import type { Block } from './block.ts'

/**
 * A block as a text: its known slots as a bit mask, a signature, and its columns as JSON. The key of the signature names
 * the account by a digest of its credentials, and is in Redis only as a digest of its own, so that other writers of the
 * Redis can neither change rows nor move them to another key.
 */
export function encodeBlock(name: string, { rows, readAts, firstRows }: Block): string {
  const text = JSON.stringify([readAts, firstRows, rows])
  return `${toMask(readAts)} ${sign(name, text)}${text}`
}

/** A bit for each known slot, of which a month has up to 31. */
const toMask = (readAts: Block['readAts']): number =>
  readAts.reduce<number>((mask, readAt, slot) => (readAt === null ? mask : mask + 2 ** slot), 0)

const sign = (name: string, text: string): string => createHmac('sha256', name).update(text).digest('base64url')

const signatureLength = 43

/** Characters, far more than a block has: to parse tens of millions would block the event loop. */
const maxLength = 2_000_000

const instant = z.number().int()
const index = z.number().int().nonnegative()
const figure = z.number().min(0).max(maxFigure)
const columns = z.tuple([
  z.array(instant.nullable()).max(31),
  z.array(index),
  z.object({
    starts: z.array(instant),
    ends: z.array(instant),
    figures: z.record(z.string(), z.array(figure.nullable())),
    members: z.array(z.string().nullable()).optional(),
  }),
])

/** Undefined for a text that no gateway wrote under this name, or whose rows no dataset returns. */
export function decodeBlock(name: string, encoded: unknown): Block | undefined {
  if (typeof encoded !== 'string' || encoded.length > maxLength) return undefined
  const from = encoded.indexOf(' ') + 1
  const text = encoded.slice(from + signatureLength)
  const [found, expected] = [encoded.slice(from, from + signatureLength), sign(name, text)].map((one) =>
    Buffer.from(one),
  )
  if (!found || !expected || found.length !== expected.length || !timingSafeEqual(found, expected)) return undefined
  const parsed = columns.safeParse(JSON.parse(text)).data
  if (!parsed) return undefined
  const [readAts, firstRows, { members, ...rest }] = parsed
  const block = { rows: { ...rest, ...(members && { members }) }, readAts, firstRows }
  return isComplete(block) && isInOrder(block) ? block : undefined
}

/** Each column has all rows, and each row belongs to one known slot. */
function isComplete({ rows: { starts, ends, figures, members }, readAts, firstRows }: Block): boolean {
  const others = [ends, ...Object.values(figures), ...(members ? [members] : [])]
  const isSlot = (first: number, slot: number) => {
    const next = firstRows[slot + 1] ?? starts.length
    return first === next || (first < next && typeof readAts[slot] === 'number')
  }
  return (
    others.every(({ length }) => length === starts.length) &&
    firstRows.length === readAts.length + 1 &&
    firstRows[0] === 0 &&
    firstRows.every(isSlot)
  )
}

/** Rows follow each other; members have rows for the same time. */
const isInOrder = ({ rows: { starts, ends, members } }: Block): boolean =>
  starts.every((start, row) => start < (ends[row] ?? 0) && start >= ((members ? starts : ends)[row - 1] ?? start))
