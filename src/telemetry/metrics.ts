import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { CallOutcome } from '../upstream/call-observer.ts'
import type { Operation, Outcome } from './operation.ts'

/** Prometheus metrics. No label has a value that a client can choose. */
export interface Metrics {
  readonly registry: Registry
  countStart(): void
  /** Counts an operation as an open subscription, and no longer as in flight. */
  countSubscription(): void
  countEnd(operation: Operation, outcome: Outcome, seconds: number): void
  countCall(source: string, dataset: string, outcome: CallOutcome, seconds: number): void
  countRows(counts: { readonly rows: number; readonly cached: number }): void
}

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20]

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const operations = new Counter({
    name: 'gateway_operations_total',
    help: 'Completed operations.',
    labelNames: ['type', 'outcome'],
    registers,
  })
  const durations = new Histogram({
    name: 'gateway_operation_duration_seconds',
    help: 'Time from the request headers to the last byte of the response, without subscriptions.',
    labelNames: ['type'],
    buckets,
    registers,
  })
  const operationsInFlight = new Gauge({
    name: 'gateway_operations_in_flight',
    help: 'Operations in progress, without subscriptions.',
    registers,
  })
  const subscriptions = new Gauge({ name: 'gateway_subscriptions_open', help: 'Open subscriptions.', registers })
  const cachedResponses = new Counter({
    name: 'gateway_answers_kept_total',
    help: 'Responses served from the response cache.',
    registers,
  })
  const calls = new Counter({
    name: 'gateway_upstream_calls_total',
    help: 'Calls to a source by outcome: ANSWERED, LEFT (cancelled because the client disconnected), NOT_SENT (the gateway could not open a connection), or the code of the gap.',
    labelNames: ['source', 'dataset', 'outcome'],
    registers,
  })
  const callDurations = new Histogram({
    name: 'gateway_upstream_call_duration_seconds',
    help: 'Time from sending a call to the last byte of its response.',
    labelNames: ['source'],
    buckets,
    registers,
  })
  const rows = new Counter({
    name: 'gateway_rows_total',
    help: 'Rows used for figures, from the cache (store) or read from a source (upstream).',
    labelNames: ['from'],
    registers,
  })

  return {
    registry,
    countStart: () => operationsInFlight.inc(),
    countSubscription() {
      operationsInFlight.dec()
      subscriptions.inc()
    },
    countEnd({ type, isCached }, outcome, seconds) {
      operations.inc({ type, outcome })
      if (isCached) cachedResponses.inc()
      if (type === 'subscription') return subscriptions.dec()
      operationsInFlight.dec()
      durations.observe({ type }, seconds)
    },
    countCall(source, dataset, outcome, seconds) {
      calls.inc({ source, dataset, outcome })
      callDurations.observe({ source }, seconds)
    },
    countRows({ rows: all, cached }) {
      rows.inc({ from: 'store' }, cached)
      rows.inc({ from: 'upstream' }, all - cached)
    },
  }
}
