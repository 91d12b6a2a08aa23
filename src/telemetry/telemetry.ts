import type { DestinationStream, Logger } from 'pino'
import type { Gateway } from '../gateway/create-gateway.ts'
import type { GatewayObserver } from '../gateway/observer.ts'
import { describeError } from './describe-error.ts'
import { createOperationEnd } from './end-operation.ts'
import { addGatewayGauges } from './gateway-gauges.ts'
import { createLog } from './log.ts'
import type { LogLevel } from './log-level.ts'
import { createMetrics } from './metrics.ts'
import type { Tracing } from './tracing.ts'
import { createCallObserver } from './watch-calls.ts'
import { type ObservedOperations, observeOperations } from './watched-operations.ts'

/** What is seen of the gateway from outside: lines, figures and spans. */
export interface Telemetry {
  readonly log: Logger
  readonly operations: ObservedOperations
  /** What the gateway tells of. */
  readonly observer: GatewayObserver
  /** Adds what the gateway counts itself. */
  addGateway(gateway: Pick<Gateway, 'countCalls' | 'redisCounts'>): void
  /** Tells an error that is the gateway's own. */
  report(error: unknown): void
  /** All figures, as Prometheus reads them. */
  printMetrics(): Promise<string>
  close(): Promise<void>
}

export interface TelemetryOptions {
  readonly logLevel: LogLevel
  readonly tracing?: Tracing | undefined
  /** Where lines go; the standard output unless answered. */
  readonly stream?: DestinationStream
}

export function createTelemetry({ logLevel, tracing, stream }: TelemetryOptions): Telemetry {
  const log = createLog(logLevel, stream)
  const metrics = createMetrics()
  return {
    log,
    operations: observeOperations({
      tracing,
      onStart: metrics.countStart,
      onSubscription: metrics.countSubscription,
      onEnd: createOperationEnd(log, metrics),
    }),
    observer: {
      observeCall: (source) => createCallObserver(source, log, metrics, tracing),
      onRead: metrics.countRows,
      log: (message) => log.warn(message),
    },
    addGateway: (gateway) => addGatewayGauges(metrics.registry, gateway),
    report: (error) => log.error({ error: describeError(error) }, 'unexpected error'),
    printMetrics: () => metrics.registry.metrics(),
    close: async () => tracing?.close(),
  }
}
