import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createGateway } from '../../src/context.ts'
import { startDemo } from '../../src/demo/start.ts'
import { readExamples } from '../../src/examples.ts'
import { registry } from '../../src/provider/registry.ts'
import { createHttpServer } from '../../src/server.ts'
import { schema, toTestConfig } from './gateway.ts'

export interface DemoServer {
  readonly url: string
  close(): Promise<void>
}

/** The gateway over the demo, served over HTTP, whose clock stands still; nobody waits for LiveChat's rate budget. */
export async function startDemoServer(now: number): Promise<DemoServer> {
  const clock = () => now
  const demo = await startDemo(clock)
  const sources = demo.sources.map((source) => ({ ...source, burst: 1_000_000 }))
  const gateway = createGateway({ ...toTestConfig(sources), deadline: 60_000 }, registry, clock)
  const server = createHttpServer({ schema, createContext: gateway.createContext, examples: readExamples() })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      await Promise.all([gateway.close(), demo.close()])
    },
  }
}
