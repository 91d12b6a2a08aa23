import type { Logger } from 'pino'
import type { ObserveCall } from '../upstream/call-observer.ts'
import type { Metrics } from './metrics.ts'
import type { Operation } from './operation.ts'
import type { Tracing } from './tracing.ts'

/** Observes the calls to one source: counts them, logs each at debug level, and creates a span for each. */
export const createCallObserver =
  (source: string, log: Logger, metrics: Metrics, tracing: Tracing | undefined): ObserveCall =>
  ({ reads, operation: context }) => {
    // Passed through the upstream client as an opaque object.
    const operation = context as Operation | undefined
    const startedAt = performance.now()
    const span = tracing?.startSpan(`upstream ${reads}`, 'CLIENT', operation?.span)
    if (operation) operation.calls += 1
    return {
      headers: span?.headers ?? {},
      end(outcome, status) {
        const ms = Math.round(performance.now() - startedAt)
        metrics.countCall(source, reads, outcome, ms / 1000)
        const { requestId } = operation ?? {}
        log.debug({ requestId, source, reads, outcome, status, ms }, 'upstream call')
        span?.end(
          {
            'gateway.source': source,
            'gateway.dataset': reads,
            'gateway.outcome': outcome,
            'http.request.method': 'GET',
            'http.response.status_code': status,
          },
          outcome !== 'ANSWERED' && outcome !== 'LEFT',
        )
      },
    }
  }
