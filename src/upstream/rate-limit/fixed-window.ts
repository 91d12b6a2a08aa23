import { type Instant, minute } from '../../report/time/date.ts'
import type { RateLimitRule, RateLimitState } from './rate-limit-rule.ts'

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
