import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { GapError } from '../report/error.ts'

const maxBytes = 10_000_000

/** None is asked for; a proxy may compress all the same. */
const decoders: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])

/** A whole body as text. Its size is counted after decompression: a small compressed body may hold gigabytes. */
export async function readBody(body: Readable, encoding: string | string[] | undefined): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of decode(body, encoding)) {
    size += chunk.byteLength
    if (size > maxBytes) throw new GapError('BAD_RESPONSE', `the response is larger than ${maxBytes / 1e6} MB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Leaves a body unread, as if it were empty. Nobody else listens for its error, which would end the process. */
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
