import { EventEmitter, once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export interface ByteUpstream {
  readonly url: string
  /** Requests that have come. */
  readonly count: number
  /** Connections that are open, and the most there were at once. */
  readonly sockets: ReadonlySet<Socket>
  readonly mostSockets: number
  /** Resolves once as many connections have ended. */
  disconnected(count: number): Promise<void>
  close(): Promise<void>
}

/** Answers the n-th request, counted from 0, on its socket, with whatever bytes a test wants. */
export type ByteHandler = (socket: Socket, index: number) => void

/** An upstream that is free to break HTTP, which node:http is not. */
export async function startByteUpstream(answer: ByteHandler): Promise<ByteUpstream> {
  const events = new EventEmitter()
  const sockets = new Set<Socket>()
  let [count, mostSockets, disconnections] = [0, 0, 0]
  const server = createServer((socket) => {
    let head = ''
    sockets.add(socket)
    mostSockets = Math.max(mostSockets, sockets.size)
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      head += bytes.toString('latin1')
      for (let end = head.indexOf('\r\n\r\n'); end >= 0; end = head.indexOf('\r\n\r\n')) {
        head = head.slice(end + 4)
        answer(socket, count++)
      }
    })
    socket.on('close', () => {
      sockets.delete(socket)
      disconnections += 1
      events.emit('disconnection')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get count() {
      return count
    },
    sockets,
    get mostSockets() {
      return mostSockets
    },
    async disconnected(wanted) {
      while (disconnections < wanted) await once(events, 'disconnection')
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** A whole answer as it should be. */
export const writeAnswer = (body: string): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
