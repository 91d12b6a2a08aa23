import type { WatchCall } from './http/watched-call.ts'
import type { Asker } from './report/asker.ts'

/** Who sees what the gateway does. */
export interface GatewayWatch extends Pick<Asker, 'onRead'> {
  /** Watches the calls to the source of this id. */
  readonly watchCall?: (source: string) => WatchCall
  /** Told, for people, what the gateway goes on without. */
  readonly say?: (note: string) => void
}
