import { afterEach, describe, expect, it, vi } from 'vitest'
import type { UpstreamClientOptions } from '../../src/upstream/client.ts'
import { type ByteHandler, startByteUpstream, writeAnswer } from '../support/byte-upstream.ts'
import { closeAll, closeLater, openEdge, readGap, request } from '../support/edge.ts'
import { openGate } from '../support/gate.ts'

afterEach(closeAll)

async function startLiar(answer: ByteHandler, options: Partial<UpstreamClientOptions> = {}) {
  const upstream = closeLater(await startByteUpstream(answer))
  return [openEdge(upstream.url, options), upstream] as const
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
const forged = writeAnswer('["forged"]')

describe('unrequested bytes', () => {
  const unasked: [string, ByteHandler][] = [
    ['a second answer right behind the first', (socket, index) => socket.write(writeAnswer(`[${index}]`) + forged)],
    [
      'half an answer, to be ended by the next',
      (socket, index) =>
        socket.write(`${writeAnswer(`[${index}]`)}HTTP/1.1 200 OK\r\ncontent-length: 60\r\n\r\n["forged"`),
    ],
    ['more than the length that it names', (socket, index) => socket.write(`${writeAnswer(`[${index}]`)}, "forged"]`)],
    ['rubbish', (socket, index) => socket.write(`${writeAnswer(`[${index}]`)}\u0000\u0001rubbish`)],
  ]

  it.each(unasked)('Unrequested bytes are never the response to another request: %s.', async (_, answer) => {
    const [client, upstream] = await startLiar(answer)
    const texts: string[] = []
    for (const _ of numbers(20)) texts.push(await client.readText(request))
    texts.push(...(await Promise.all(numbers(20).map(() => client.readText(request)))))

    expect(texts.map((text) => JSON.parse(text)[0]).sort((a, b) => a - b)).toEqual(numbers(40))
    expect(upstream.count).toBe(40)
  })
})

it('Bytes on an idle connection close it.', async () => {
  const [client, upstream] = await startLiar((socket, index) => {
    socket.write(writeAnswer(`[${index}]`))
    setTimeout(() => socket.write(forged), 5)
  })
  for (const index of numbers(5)) {
    expect(await client.readText(request)).toBe(`[${index}]`)
    await upstream.disconnected(index + 1)
  }
})

describe('an answer', () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'
  const broken: [string, string, string][] = [
    ['that names a greater length than it has', `${head}content-length: 99\r\n\r\n[1]`, 'UNAVAILABLE'],
    ['of two lengths', `${head}content-length: 3\r\ncontent-length: 9\r\n\r\n[1]      `, 'BAD_RESPONSE'],
    ['of a length below zero', `${head}content-length: -3\r\n\r\n[1]`, 'BAD_RESPONSE'],
    [
      'with a length and in chunks',
      `${head}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n[1]`,
      'BAD_RESPONSE',
    ],
    ['in chunks that are none', `${head}transfer-encoding: chunked\r\n\r\nzz\r\n[1]\r\n0\r\n\r\n`, 'BAD_RESPONSE'],
    ['in chunks of which the last is missing', `${head}transfer-encoding: chunked\r\n\r\n3\r\n[1]\r\n`, 'UNAVAILABLE'],
    ['that ends in its head', 'HTTP/1.1 200 OK\r\ncontent-', 'UNAVAILABLE'],
    ['without an end of its head', `${head}${'x-more: 1\r\n'.repeat(5_000)}`, 'BAD_RESPONSE'],
    ['of one header larger than any', `${head}x-large: ${'x'.repeat(100_000)}\r\n\r\n`, 'BAD_RESPONSE'],
    [
      'to another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
      'UNAVAILABLE',
    ],
    ['without a body', 'HTTP/1.1 204 No Content\r\n\r\n', 'BAD_RESPONSE'],
    ['of a part', 'HTTP/1.1 206 Partial Content\r\ncontent-length: 3\r\n\r\n[1]', 'BAD_RESPONSE'],
    ['to a condition that was not set', 'HTTP/1.1 304 Not Modified\r\n\r\n', 'BAD_RESPONSE'],
    ['of no known status', 'HTTP/1.1 999 Well\r\ncontent-length: 3\r\n\r\n[1]', 'UNAVAILABLE'],
  ]

  it.each(broken)('A response that %s is a gap, and the next one is read.', async (_, bytes, code) => {
    const [client] = await startLiar((socket, index) => socket.end(index === 0 ? bytes : writeAnswer('[1]')))

    expect(await readGap(client.readText(request))).toMatchObject({ code })
    expect(await client.readText(request)).toBe('[1]')
  })

  it('A response after 103 Early Hints is read.', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n'.repeat(5)
    const [client] = await startLiar((socket) => socket.write(hints + writeAnswer('[1]')))

    expect(await client.readText(request)).toBe('[1]')
  })

  it('A response without an end is cut off at 10 MB, whatever its content-length.', async () => {
    const [client, upstream] = await startLiar((socket) => {
      socket.write(`${head}\r\n`)
      const chunk = Buffer.alloc(1_000_000, 32)
      const flood = () => {
        while (!socket.destroyed && socket.write(chunk));
      }
      socket.on('drain', flood)
      flood()
    })
    const before = process.resourceUsage().maxRSS

    expect(await readGap(client.readText(request))).toMatchObject({
      code: 'BAD_RESPONSE',
      message: /larger than 10 MB/,
    })
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(150_000)
    await upstream.disconnected(1)
  })
})

it('The upstream client opens up to 32 connections, however many calls may be in flight.', async () => {
  const gate = openGate()
  const answer = (socket: Parameters<ByteHandler>[0]) => void gate.opened.then(() => socket.write(writeAnswer('[1]')))
  const [client, upstream] = await startLiar(answer, { inFlight: 200 })
  const responses = numbers(200).map(() => client.readText(request))
  await vi.waitFor(() => expect(upstream.count).toBe(32), { timeout: 60_000 })

  expect(upstream.mostSockets).toBe(32)
  gate.open()
  await Promise.all(responses)
  expect(upstream.count).toBe(200)
})
