import type { CallContext } from '../report/port/call-context.ts'
import type { ObserveCall } from '../upstream/call-observer.ts'

/** Callbacks for telemetry. */
export interface GatewayObserver extends Pick<CallContext, 'onRead'> {
  /** Observes the upstream calls to the source with this id. */
  readonly observeCall?: (source: string) => ObserveCall
  /** Receives warnings, such as that Redis is unavailable. */
  readonly log?: (message: string) => void
}
