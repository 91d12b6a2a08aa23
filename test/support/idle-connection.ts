import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A client's connection that stays open, and is used for one request at a time. */
export interface IdleConnection {
  readonly socket: Socket
  /** Sends a GET and resolves with the status and the text of its response. */
  get(path: string, ...headers: readonly string[]): Promise<{ readonly status: number; readonly text: string }>
  readonly closed: Promise<unknown>
}

/** Connects from this address, and sends nothing by itself. */
export async function openConnection(url: string, localAddress = '127.0.0.1'): Promise<IdleConnection> {
  const { hostname, port } = new URL(url)
  const socket = connect({ port: Number(port), host: hostname, localAddress })
  const closed = once(socket, 'close').catch(() => {})
  // A server may close a connection while the client writes.
  socket.on('error', () => {})
  await once(socket, 'connect')
  // Otherwise an end would not be noticed before something is read.
  socket.resume()
  return {
    socket,
    closed,
    async get(path, ...headers) {
      let text = ''
      const read = (chunk: Buffer) => (text += chunk)
      socket.on('data', read)
      socket.write([`GET ${path} HTTP/1.1`, 'Host: localhost', ...headers, '\r\n'].join('\r\n'))
      while (!isWhole(text) && !socket.destroyed) await Promise.race([once(socket, 'data').catch(() => closed), closed])
      socket.off('data', read)
      return { status: Number(text.split(' ')[1]), text }
    },
  }
}

function isWhole(text: string): boolean {
  const [head = '', ...body] = text.split('\r\n\r\n')
  const length = /^content-length: (\d+)/im.exec(head)?.[1]
  return length === undefined ? text.endsWith('\r\n0\r\n\r\n') : body.join('\r\n\r\n').length >= Number(length)
}
