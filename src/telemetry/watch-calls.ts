import type { Logger } from 'pino'
import type { ObserveCall } from '../upstream/call-observer.ts'
import type { Metrics } from './metrics.ts'
import type { Operation } from './operation.ts'
import type { Tracing } from './tracing.ts'

/** Watches the calls to one source: counts them, tells a line at debug level, and makes each a span of its operation. */
export const createCallObserver =
  (source: string, log: Logger, metrics: Metrics, tracing: Tracing | undefined): ObserveCall =>
  ({ reads, operation: context }) => {
    // The way out hands on what it was given, and this file alone looks into it.
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
