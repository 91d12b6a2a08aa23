import type { Caller } from '../auth/permission.ts'
import type { Loaders } from '../report/port/loaders.ts'
import type { Scope } from '../report/port/scope.ts'
import type { Provider } from '../report/port/source.ts'
import type { Planner } from '../report/questions/planner.ts'
import type { ListedAgent } from '../report/questions/ranking.ts'
import type { Calendar } from '../report/time/bucket.ts'
import type { Instant } from '../report/time/date.ts'
import type { MemberCounts } from './member-counts.ts'
import type { UsageCounter } from './observer.ts'

/** What the resolvers of one operation use. */
export interface GatewayContext {
  readonly caller: Caller
  readonly loaders: Loaders
  /** Shared by the cost estimate and all fields, so that each layout is computed once. */
  readonly planner: Planner
  /** The resolved scopes of the operation by their input: the fields of a dashboard have the same. */
  readonly scopes: Map<string, Scope>
  readonly memberCounts: MemberCounts
  /** Counts what the operation costs, if that is reported. */
  readonly usage?: UsageCounter
  /** Whether the response contains the usage. */
  readonly isUsageReported: boolean
  /**
   * Reserves memory for values beyond the estimate, of lists that turn out to be longer than assumed. If the limit of
   * one operation is exceeded or no memory is free, it ends the operation and never settles.
   */
  readonly addValues?: (values: number) => Promise<void>
  /** Reserves capacity for the events of a subscription with this interval; throws if none is free. */
  readonly reserveEvents?: (interval: number) => void
  /** Yields to the event loop before each root field; set for operations over very many days. */
  readonly beforeField?: () => Promise<void>
  /** Set once, so that all fields of an operation use the same current time. */
  readonly now: Instant
  /** Until when the response may be cached; in the past if it must not be. Final once the operation has been executed. */
  readonly freshUntil: () => Instant
  /** Default time zone of a scope. */
  readonly timeZone: string
  /** Default calendar of a scope. */
  readonly calendar: Calendar
  readonly providers: readonly Provider[]
  /** Agents of the caller's sources by e-mail address in lower case; of a source that is down, those of its last known list. */
  readonly readAgentDirectory: () => Promise<ReadonlyMap<string, ListedAgent>>
  /** Yields a new context now and after each interval in milliseconds. Subscribers with the same question share a poll. */
  readonly watch: (question: readonly unknown[], interval: number) => AsyncIterable<OpenContext>
}

/** Creates the context of one more response, with a deadline of its own. */
export type OpenContext = (caller: Caller, isCounted: boolean) => GatewayContext
