import { type Instant, minute } from '../../report/time/date.ts'
import { maxClockSkew, type RateLimitRule, type RateLimitState } from './rate-limit-rule.ts'

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
