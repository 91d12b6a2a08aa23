import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { GapError } from '../report/port/error.ts'

const maxBytes = 10_000_000

/** No compression is requested, but a proxy may compress anyway. */
const decoders: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])

/**
 * Reads a body as text. The limit applies after decompression: a small compressed body may contain gigabytes. Throws
 * GapError if the body is too large, or if all bodies in progress are too large together.
 */
export async function readBody(
  body: Readable,
  encoding: string | string[] | undefined,
  memory?: BodyMemory,
): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of decode(body, encoding)) {
      if (memory?.reserve(chunk.byteLength) === false)
        throw new GapError('UNAVAILABLE', 'the gateway is reading as much from upstreams as its memory allows')
      size += chunk.byteLength
      if (size > maxBytes) throw new GapError('BAD_RESPONSE', `the response is larger than ${maxBytes / 1e6} MB`)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks).toString('utf8')
  } finally {
    memory?.release(size)
  }
}

/** Discards a body, as if it were empty. Its error event needs a listener, otherwise it would end the process. */
export function discardBody(body: Readable): string {
  body.on('error', () => {}).destroy()
  return ''
}

function decode(body: Readable, encoding: string | string[] | undefined): Readable {
  if (encoding === undefined || encoding === 'identity') return body
  const decoder = decoders.get(String(encoding).toLowerCase())?.()
  if (!decoder) {
    discardBody(body)
    throw new GapError('BAD_RESPONSE', 'the response has an unsupported content-encoding')
  }
  body.on('error', (error) => decoder.destroy(error))
  decoder.on('close', () => body.destroy())
  return body.pipe(decoder)
}

/** Counts the bytes of all bodies that are being read, of all sources. */
export interface BodyMemory {
  /** False if the limit would be exceeded. */
  reserve(bytes: number): boolean
  release(bytes: number): void
}

export function createBodyMemory(capacity: number): BodyMemory {
  let total = 0
  return {
    reserve(bytes) {
      if (total + bytes > capacity) return false
      total += bytes
      return true
    },
    release(bytes) {
      total -= bytes
    },
  }
}
