import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, expect, it } from 'vitest'
import { createBodyMemory } from '../../src/upstream/request.ts'
import { closeAll, readGap, request, startEdge } from '../support/edge.ts'
import { json, type RawAnswer } from '../support/raw-upstream.ts'

afterEach(closeAll)

const encode = (body: Uint8Array, encoding: string): RawAnswer => ({
  body,
  headers: { 'content-encoding': encoding },
})

it('A body that a proxy compressed is decompressed.', async () => {
  const [client] = await startEdge(encode(gzipSync('["ä"]'), 'gzip'))
  expect(await client.readText(request)).toBe('["ä"]')
})

it('A compressed body may have up to 10 MB after decompression.', async () => {
  const bomb = Buffer.concat(Array<Uint8Array>(200).fill(gzipSync(Buffer.alloc(10_000_000))))
  const [client, upstream] = await startEdge(encode(bomb, 'gzip'))
  const before = process.resourceUsage().maxRSS
  expect(await readGap(client.readText(request))).toMatchObject({ code: 'BAD_RESPONSE', message: /larger than 10 MB/ })
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(150_000)
  await upstream.disconnected(1)
})

it('An uncompressed body may have up to 10 MB.', async () => {
  const [client] = await startEdge({ body: Buffer.alloc(10_000_001, 32) })
  expect(await readGap(client.readText(request))).toMatchObject({ code: 'BAD_RESPONSE' })
})

const unreadable: [string, RawAnswer][] = [
  ['packed in an unknown way', encode(Buffer.from('[]'), 'zstd')],
  ['packed twice', encode(gzipSync(gzipSync('[]')), 'gzip, gzip')],
  ['said to be packed and is not', encode(Buffer.from('[]'), 'gzip')],
  ['packed and cut', encode(gzipSync('[]').subarray(0, 15), 'gzip')],
  ['said to be brotli and is not', encode(Buffer.from('[1, 2, 3]'), 'br')],
  ['brotli and broken', encode(Buffer.from([...brotliCompressSync('[]').subarray(0, 3), 255, 255, 255, 255]), 'br')],
  ['brotli and cut', encode(brotliCompressSync('[1, 2, 3, 4, 5]').subarray(0, 8), 'br')],
  ['not HTTP', { ending: 'notHttp', body: 'SSH-2.0-OpenSSH_9.6\r\n' }],
]

it.each(unreadable)('A body is a BAD_RESPONSE if it is %s, and the next one is read.', async (_, answer) => {
  const answers = [answer, json('[1]')]
  const [client] = await startEdge(() => answers.shift() ?? json('[]'))
  expect(await readGap(client.readText(request))).toMatchObject({ code: 'BAD_RESPONSE' })
  expect(await client.readText(request)).toBe('[1]')
})

it.each(['reset', 'resetInBody', 'cut'] as const)(
  'A body is UNAVAILABLE if the connection ends early: %s.',
  async (ending) => {
    const [client] = await startEdge({ ...json('[1, 2, 3]'), ending })
    expect(await readGap(client.readText(request))).toMatchObject({ code: 'UNAVAILABLE' })
  },
)

it('The status of an error response counts, however its body is compressed or ends.', async () => {
  for (const answer of [encode(Buffer.from('x'), 'zstd'), { ending: 'cut', body: 'too late' } as const]) {
    const [client] = await startEdge({ ...answer, status: 401 })
    expect(await readGap(client.readText(request))).toMatchObject({ code: 'UNAUTHENTICATED' })
  }
})

it('A body that does not fit beside those of other sources is a gap that does not count as an outage.', async () => {
  const bodyMemory = createBodyMemory(1_000)
  const [client] = await startEdge({ body: `["${'.'.repeat(600)}"]` }, { bodyMemory })
  expect(bodyMemory.reserve(500)).toBe(true)
  for (let call = 0; call < 25; call += 1)
    expect(await readGap(client.readText(request))).toMatchObject({ code: 'UNAVAILABLE', message: /memory/ })
  expect(client.count().breaker).toBe('CLOSED')
  bodyMemory.release(500)
  expect(await client.readText(request)).toHaveLength(604)
  expect(bodyMemory.reserve(1_000)).toBe(true)
})
