import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface SlowLink {
  readonly port: number
  /** How often it was taken. */
  connections: number
  /** Milliseconds that whatever comes back is late; infinite to lose it. */
  delay: number
}

/** A way to a port of this machine on which answers are as slow as a test says; ends with the test. */
export async function startSlowLink(port: number): Promise<SlowLink> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    link.connections += 1
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far)
    far.on('data', (chunk) => {
      if (link.delay === 0) near.write(chunk)
      else if (Number.isFinite(link.delay)) setTimeout(() => near.write(chunk), link.delay)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const link: SlowLink = { port: (server.address() as AddressInfo).port, connections: 0, delay: 0 }
  return link
}
