import type { Instant } from '../report/date.ts'
import { minute } from '../report/date.ts'

/** How many calls a source may be sent, so that none is sent that is bound to be refused. */
export interface RateBudget {
  /** When a call may be sent if `ahead` others are sent before it. */
  earliest(now: Instant, ahead: number): Instant
  take(now: Instant): void
  /** After a refusal: nothing before this instant. */
  pauseUntil(instant: Instant): void
}

/** At most `limit` calls in each minute of the epoch: how Chatwoot counts. */
export function createMinuteBudget(limit: number): RateBudget {
  let [current, used, paused] = [0, 0, 0]
  const minuteOf = (instant: Instant) => Math.floor(instant / minute)
  return {
    earliest(now, ahead) {
      const start = Math.max(now, paused)
      const taken = minuteOf(start) === current ? used : 0
      const minutesLater = Math.floor((taken + ahead) / limit)
      return minutesLater === 0 ? start : (minuteOf(start) + minutesLater) * minute
    },
    take(now) {
      if (minuteOf(now) !== current) [current, used] = [minuteOf(now), 0]
      used += 1
    },
    pauseUntil(instant) {
      paused = Math.max(paused, instant)
    },
  }
}

/** `perMinute` calls spread evenly, of which `burst` may come at once. */
export function createSteadyBudget(perMinute: number, burst: number): RateBudget {
  const gap = minute / perMinute
  let [due, paused] = [0, 0]
  return {
    earliest(now, ahead) {
      const start = Math.max(now, paused)
      // Calls never lead by more than a burst: beyond it the clock was set back.
      const free = Math.max(start, Math.min(due, now + burst * gap))
      return Math.max(start, free + (ahead + 1 - burst) * gap)
    },
    take(now) {
      due = Math.max(now, Math.min(due, now + (burst - 1) * gap)) + gap
    },
    pauseUntil(instant) {
      paused = Math.max(paused, instant)
    },
  }
}
