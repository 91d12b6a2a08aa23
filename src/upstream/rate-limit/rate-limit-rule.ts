import { type Instant, minute } from '../../report/time/date.ts'

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

interface FixedWindowState extends RateLimitState {
  /** The minute of the epoch in which calls were last sent, and their number. */
  readonly minute: number
  readonly used: number
  readonly paused: Instant
}

/** Fixed window: up to `limit` calls in each minute of the epoch, as Chatwoot counts. */
export function createFixedWindow(limit: number): RateLimitRule<FixedWindowState> {
  /** A replica whose clock is behind counts in the minute that another one has started. */
  function toMinute(instant: Instant, stored: number): number {
    const own = Math.floor(instant / minute)
    return stored === own + 1 ? stored : own
  }
  const countUsed = (state: FixedWindowState, current: number) =>
    state.minute === current ? Math.min(state.used, limit) : 0
  return {
    initial: { minute: 0, used: 0, paused: 0 },
    earliest(state, now, ahead) {
      const start = Math.max(now, state.paused)
      const current = toMinute(start, state.minute)
      const minutesLater = Math.floor((countUsed(state, current) + ahead) / limit)
      return minutesLater === 0 ? start : (current + minutesLater) * minute
    },
    take(state, now) {
      const current = toMinute(now, state.minute)
      return { ...state, minute: current, used: countUsed(state, current) + 1 }
    },
    countLeft: (state, now) => (now < state.paused ? 0 : limit - countUsed(state, toMinute(now, state.minute))),
    pause: (state, until) => ({ ...state, paused: Math.max(state.paused, until) }),
    merge(one, other) {
      const used = one.minute === other.minute ? Math.max(one.used, other.used) : undefined
      const later = one.minute > other.minute ? one : other
      return { minute: later.minute, used: used ?? later.used, paused: Math.max(one.paused, other.paused) }
    },
  }
}

interface GcraState extends RateLimitState {
  /** The theoretical arrival time: when the calls sent so far would end at an even pace. */
  readonly due: Instant
  readonly paused: Instant
}

/** GCRA: `perMinute` calls at an even pace, up to `burst` of them at once; half of both for a minute after a pause. */
export function createGcra(perMinute: number, burst: number): RateLimitRule<GcraState> {
  const normalPace = { interval: minute / perMinute, burst }
  const reducedPace = { interval: normalPace.interval * 2, burst: Math.max(1, Math.floor(burst / 2)) }
  const paceAt = (instant: Instant, paused: Instant) =>
    paused > 0 && instant < paused + minute ? reducedPace : normalPace
  return {
    initial: { due: 0, paused: 0 },
    earliest({ due, paused }, now, ahead) {
      const start = Math.max(now, paused)
      const { interval, burst } = paceAt(start, paused)
      // Apart from clock skew, calls are never ahead by more than a burst: otherwise the clock was set back.
      const lead = due > now + burst * interval + maxClockSkew ? burst - 1 : burst
      const free = Math.max(start, Math.min(due, now + lead * interval))
      return Math.max(start, free + (ahead + 1 - burst) * interval)
    },
    take({ due, paused }, now) {
      const { interval, burst } = paceAt(now, paused)
      return { due: Math.max(now, Math.min(due, now + (burst - 1) * interval)) + interval, paused }
    },
    countLeft({ due, paused }, now) {
      const { interval, burst } = paceAt(now, paused)
      return now < paused ? 0 : Math.max(0, Math.floor(burst - Math.max(0, due - now) / (interval || 1)))
    },
    pause: ({ due, paused }, until) => ({ due, paused: Math.max(paused, until) }),
    merge: (one, other) => ({ due: Math.max(one.due, other.due), paused: Math.max(one.paused, other.paused) }),
  }
}
