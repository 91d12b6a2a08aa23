import type { Instant } from '../../report/time/date.ts'

/** Numbers only, so that replicas can share it as text. */
export interface RateLimitState {
  readonly [name: string]: number
  /** No call is sent before this instant. */
  readonly paused: Instant
}

/** How a source counts calls, as pure functions over a state. */
export interface RateLimitRule<S extends RateLimitState = RateLimitState> {
  readonly initial: S
  /** When a call may be sent if `ahead` others are sent before it. */
  earliest(state: S, now: Instant, ahead: number): Instant
  /** The state after a call. */
  take(state: S, now: Instant): S
  /** How many calls may be sent at once, now. */
  countLeft(state: S, now: Instant): number
  /** The state after a rejection by the source: no call is sent before this instant. */
  pause(state: S, until: Instant): S
  /** Combines the states of two replicas; allows no more calls than either of them. */
  merge(one: S, other: S): S
}

/** Milliseconds by which the clocks of replicas may differ. */
export const maxClockSkew = 5_000
