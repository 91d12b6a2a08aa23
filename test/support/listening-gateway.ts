import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Config, SourceConfig } from '../../src/config/config.ts'
import { createGateway } from '../../src/gateway/create-gateway.ts'
import { registry } from '../../src/provider/registry.ts'
import { readExamples } from '../../src/server/graphiql-examples.ts'
import { createHttpServer } from '../../src/server/http-server.ts'
import type { Telemetry } from '../../src/telemetry/telemetry.ts'
import { toServed, toTestConfig } from './gateway.ts'
import { sharedTelemetry } from './telemetry.ts'

export interface ListeningGateway {
  readonly url: string
  /** Ends every subscription, as the first step of a stop. */
  endStreams(): void
  /** Is not ready for more, as another first step. */
  markStopping(): void
  close(): Promise<void>
}

/** A whole gateway that listens on loopback; `clock` is what it takes for now. */
export async function startListeningGateway(
  sources: readonly SourceConfig[],
  clock: () => number,
  settings: Partial<Config> = {},
  telemetry: Telemetry = sharedTelemetry,
): Promise<ListeningGateway> {
  const config = toTestConfig(sources, settings)
  const gateway = createGateway(config, registry, clock, telemetry.observer)
  telemetry.addGateway(gateway)
  const { isProduction = false } = settings
  const { server, markStopping } = createHttpServer({
    ...config,
    isProduction,
    schema: toServed(settings),
    authenticate: gateway.authenticate,
    createContext: gateway.createContext,
    clock,
    telemetry,
    ...(!isProduction && { examples: readExamples(settings.schemaPrefix) }),
  })
  await gateway.ready
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    endStreams: gateway.endSubscriptions,
    markStopping,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await Promise.all([gateway.close(), closed])
    },
  }
}
