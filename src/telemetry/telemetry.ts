import type { DestinationStream, Logger } from 'pino'
import type { Gateway } from '../gateway/create-gateway.ts'
import type { GatewayObserver } from '../gateway/observer.ts'
import { addGatewayGauges } from './gateway-gauges.ts'
import { createLog, describeError } from './log.ts'
import type { LogLevel } from './log-level.ts'
import { createMetrics } from './metrics.ts'
import { createCallObserver, type ObservedOperations, observeOperations } from './observe-operations.ts'
import { createOperationEnd } from './operation.ts'
import type { Tracing } from './tracing.ts'

/** Logs, metrics and traces. */
export interface Telemetry {
  readonly log: Logger
  readonly operations: ObservedOperations
  /** Callbacks for the gateway. */
  readonly observer: GatewayObserver
  /** Adds metrics of counts that the gateway keeps. */
  addGateway(gateway: Pick<Gateway, 'countCalls' | 'redisCounts'>): void
  /** Logs an unexpected error. */
  report(error: unknown): void
  /** All metrics in the Prometheus text format. */
  printMetrics(): Promise<string>
  close(): Promise<void>
}

export interface TelemetryOptions {
  readonly logLevel: LogLevel
  readonly tracing?: Tracing | undefined
  /** Where log lines are written. Default: the standard output. */
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
