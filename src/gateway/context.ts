import type { Caller } from '../auth/caller.ts'
import type { Loaders } from '../report/port/loaders.ts'
import type { Provider } from '../report/port/port.ts'
import type { ListedAgent } from '../report/questions/agent-directory.ts'
import type { Planner } from '../report/questions/planner.ts'
import type { Instant } from '../report/time/date.ts'
import type { MemberCounts } from './member-counts.ts'
import type { UsageCounter } from './usage.ts'

/** One operation. */
export interface GatewayContext {
  readonly caller: Caller
  readonly loaders: Loaders
  /** Shared by the cost estimate and all fields, so that each layout is computed once. */
  readonly planner: Planner
  readonly memberCounts: MemberCounts
  /** What it costs, where that is counted. */
  readonly usage?: UsageCounter
  /** Whether the answer tells it. */
  readonly isUsageReported: boolean
  /**
   * Reserves memory for values beyond the estimate, of lists that turn out to be longer than assumed. When they are more
   * than an operation may have or than the memory has room for, it ends the operation and never settles.
   */
  readonly addValues?: (values: number) => Promise<void>
  /** Reserves what the events of a subscription with this interval compute; throws when there is no room. */
  readonly reserveEvents?: (every: number) => void
  /** Yields to the event loop before each root field of an operation over very many days. */
  readonly beforeField?: () => Promise<void>
  /** Read once, so that every field of an operation means the same now. */
  readonly now: Instant
  /** Until when the same answer may be given again, as far as rows tell; in the past when it must not. Known at its end. */
  readonly freshUntil: () => Instant
  /** The zone of a scope that names none. */
  readonly timeZone: string
  readonly providers: readonly Provider[]
  /** Everyone whom the caller's sources list, or did when they last answered, by e-mail address in lower case. */
  readonly readAgentDirectory: () => Promise<ReadonlyMap<string, ListedAgent>>
  /** Tells now and then every so many milliseconds that a question is to be answered anew, one poll for all who ask it. */
  readonly watch: (question: readonly unknown[], every: number) => AsyncIterable<OpenContext>
}

/** Opens the context of one more answer, for whoever asks, with a deadline of its own. */
export type OpenContext = (caller: Caller, isCounted: boolean) => GatewayContext
