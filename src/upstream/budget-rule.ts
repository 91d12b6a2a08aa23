import type { Instant } from '../report/time/date.ts'
import { minute } from '../report/time/date.ts'

/** Numbers alone, so that replicas can keep it in one place. */
export interface BudgetState {
  readonly [name: string]: number
  /** Nothing is sent before this instant. */
  readonly paused: Instant
}

/** How a source counts calls: pure, over a state that is kept elsewhere. */
export interface BudgetRule<S extends BudgetState = BudgetState> {
  readonly initial: S
  /** When a call may be sent if `ahead` others are sent before it. */
  earliest(state: S, now: Instant, ahead: number): Instant
  /** The state after a call. */
  take(state: S, now: Instant): S
  /** How many calls may be sent at once, now. */
  countLeft(state: S, now: Instant): number
  /** The state after a refusal: nothing is sent before this instant. */
  pause(state: S, until: Instant): S
  /** What two replicas know, put together; never more room than either has. */
  merge(one: S, other: S): S
}

interface MinuteState extends BudgetState {
  /** The minute of the epoch in which calls were last sent, and how many. */
  readonly minute: number
  readonly used: number
  readonly paused: Instant
}

/** At most `limit` calls in each minute of the epoch: how Chatwoot counts. */
export function createFixedWindow(limit: number): BudgetRule<MinuteState> {
  /** Who is a little behind counts in the minute that another replica has begun. */
  function toMinute(instant: Instant, begun: number): number {
    const own = Math.floor(instant / minute)
    return begun === own + 1 ? begun : own
  }
  const countUsed = (state: MinuteState, current: number) =>
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

/** Milliseconds by which clocks of replicas may differ. */
export const clockSlack = 5_000

interface SteadyState extends BudgetState {
  /** When the calls sent so far would end if each had waited for its place. */
  readonly due: Instant
  readonly paused: Instant
}

/** `perMinute` calls spread evenly, of which `burst` may come at once; half of both for a minute after a pause. */
export function createGcra(perMinute: number, burst: number): BudgetRule<SteadyState> {
  const usual = { gap: minute / perMinute, burst }
  const careful = { gap: usual.gap * 2, burst: Math.max(1, Math.floor(burst / 2)) }
  const paceAt = (instant: Instant, paused: Instant) => (paused > 0 && instant < paused + minute ? careful : usual)
  return {
    initial: { due: 0, paused: 0 },
    earliest({ due, paused }, now, ahead) {
      const start = Math.max(now, paused)
      const { gap, burst } = paceAt(start, paused)
      // Calls never lead by more than a burst, but for replicas' clocks: far beyond it the clock was set back.
      const lead = due > now + burst * gap + clockSlack ? burst - 1 : burst
      const free = Math.max(start, Math.min(due, now + lead * gap))
      return Math.max(start, free + (ahead + 1 - burst) * gap)
    },
    take({ due, paused }, now) {
      const { gap, burst } = paceAt(now, paused)
      return { due: Math.max(now, Math.min(due, now + (burst - 1) * gap)) + gap, paused }
    },
    countLeft({ due, paused }, now) {
      const { gap, burst } = paceAt(now, paused)
      return now < paused ? 0 : Math.max(0, Math.floor(burst - Math.max(0, due - now) / (gap || 1)))
    },
    pause: ({ due, paused }, until) => ({ due, paused: Math.max(paused, until) }),
    merge: (one, other) => ({ due: Math.max(one.due, other.due), paused: Math.max(one.paused, other.paused) }),
  }
}
