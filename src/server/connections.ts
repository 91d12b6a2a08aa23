import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface Connections {
  /** Counts a response until it closes. */
  add(request: IncomingMessage, response: ServerResponse): void
  /** Ends those on which nothing is answered, nor was when this was asked last: what had come by then is read. */
  endUnused(): void
}

/**
 * Knows on which connections something is being answered. Node takes those for busy on which nothing or half a request
 * has come, as browsers open some ahead, and of a connection's end it tells only the response whose turn it is: those
 * behind it, of requests that came before the first was answered, would be worked at for nobody and keep their places.
 */
export function trackConnections(server: Server): Connections {
  const open = new Map<Socket, Set<ServerResponse>>()
  let unusedBefore: ReadonlySet<Socket> = new Set()

  server.on('connection', (socket: Socket) => {
    const responses = new Set<ServerResponse>()
    open.set(socket, responses)
    socket.once('close', () => {
      open.delete(socket)
      for (const response of responses) response.emit('close')
    })
  })

  return {
    add({ socket }, response) {
      const responses = open.get(socket)
      responses?.add(response)
      response.once('close', () => responses?.delete(response))
    },
    endUnused() {
      const unused = [...open].flatMap(([socket, responses]) => (responses.size === 0 ? [socket] : []))
      for (const socket of unused) if (unusedBefore.has(socket)) socket.destroy()
      unusedBefore = new Set(unused)
    },
  }
}
