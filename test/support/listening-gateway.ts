import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Config, SourceConfig } from '../../src/config/config.ts'
import { createGateway } from '../../src/context.ts'
import { readExamples } from '../../src/examples.ts'
import { registry } from '../../src/provider/registry.ts'
import { createHttpServer } from '../../src/server/server.ts'
import type { Telemetry } from '../../src/telemetry/telemetry.ts'
import { toServed, toTestConfig } from './gateway.ts'

export interface ListeningGateway {
  readonly url: string
  /** Ends every subscription, as the first step of a stop. */
  endStreams(): void
  close(): Promise<void>
}

/** A whole gateway that listens on loopback; `clock` is what it takes for now. With telemetry it is watched. */
export async function startListeningGateway(
  sources: readonly SourceConfig[],
  clock: () => number,
  settings: Partial<Config> = {},
  telemetry?: Telemetry,
): Promise<ListeningGateway> {
  const gateway = createGateway(toTestConfig(sources, settings), registry, clock, telemetry?.watch)
  telemetry?.addGateway(gateway)
  const server = createHttpServer({
    schema: toServed(settings),
    admit: gateway.admit,
    createContext: gateway.createContext,
    ...(telemetry && { telemetry }),
    examples: readExamples(settings.schemaPrefix),
  })
  await gateway.ready
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    endStreams: gateway.endStreams,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await Promise.all([gateway.close(), closed])
    },
  }
}
