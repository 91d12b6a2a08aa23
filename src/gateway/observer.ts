import type { CallContext } from '../report/port/call-context.ts'
import type { ObserveCall } from '../upstream/call-observer.ts'

/** Who sees what the gateway does. */
export interface GatewayObserver extends Pick<CallContext, 'onRead'> {
  /** Watches the calls to the source of this id. */
  readonly observeCall?: (source: string) => ObserveCall
  /** Told, for people, what the gateway goes on without. */
  readonly log?: (note: string) => void
}
