import { hour, type Instant } from '../../report/time/date.ts'
import { maxClockSkew, type RateLimitRule, type RateLimitState } from './rate-limit-rule.ts'

/** Longer pauses come from a wrong clock, and would block the source indefinitely. */
export const maxPause = hour

/** Limits the calls to a source, so that none is sent that the source would reject. */
export interface RateLimiter {
  /** When a call may be sent if `ahead` others are sent before it, as far as this replica knows. */
  earliest(now: Instant, ahead: number): Instant
  /** Counts a call that is sent now. False if other replicas have used up the budget meanwhile; `earliest` then reflects it. */
  take(): Promise<boolean>
  /** After a rejection by the source: sends no call before this instant. */
  pauseUntil(instant: Instant): void
  /** Before this instant no call is sent, not even one that the rate limit does not count. */
  pausedUntil(): Instant
  /** How many calls may be sent at once, now. */
  countLeft(now: Instant): number
}

/** A value that replicas share. */
export interface SharedState {
  /** Compare-and-set: stores `next` if the value is `seen` or missing. Returns the value afterwards; undefined while it is unavailable. */
  swap(seen: string, next: string): Promise<{ readonly isSwapped: boolean; readonly text: string } | undefined>
}

/** Applies a rule. With `shared`, all replicas have one state; while it is unavailable, each has its own. */
export function createRateLimiter<S extends RateLimitState>(
  rule: RateLimitRule<S>,
  clock: () => Instant,
  shared?: SharedState,
): RateLimiter {
  let state = rule.initial
  let seen = ''
  /** Calls whose count is being updated, one after the other. */
  let pending = 0
  let previous: Promise<unknown> = Promise.resolve()

  /** Retries with the merged state when another replica was first. Each round, one of the replicas succeeds. */
  async function update(toNext: () => S | undefined): Promise<boolean> {
    for (;;) {
      const next = toNext()
      if (!next) return false
      const previousState = state
      const reply = await shared?.swap(seen, JSON.stringify(next))
      if (reply) seen = reply.text
      if (!reply || reply.isSwapped) {
        // Replaces the state, so that calls counted in a future minute, before the clock was set back, no longer count.
        state = state === previousState ? next : rule.merge(state, next)
        return true
      }
      state = rule.merge(state, parseState(reply.text, rule.initial, clock()))
    }
  }

  async function takeNow(): Promise<boolean> {
    try {
      return await update(() => {
        const now = clock()
        return rule.earliest(state, now, 0) <= now ? rule.take(state, now) : undefined
      })
    } finally {
      pending -= 1
    }
  }

  function runExclusively<T>(run: () => Promise<T>): Promise<T> {
    const result = previous.then(run)
    previous = result.catch(() => {})
    return result
  }

  return {
    earliest: (now, ahead) => rule.earliest(state, now, ahead + pending),
    take() {
      pending += 1
      return runExclusively(takeNow)
    },
    pauseUntil(instant) {
      state = rule.pause(state, instant)
      void runExclusively(() => update(() => state))
    },
    pausedUntil: () => state.paused,
    countLeft: (now) => Math.max(0, rule.countLeft(state, now) - pending),
  }
}

/** More than any replica writes. */
const maxTextLength = 1_000

/** Falls back to the initial state for text that no replica writes, and to no pause for one that is too long. */
function parseState<S extends RateLimitState>(text: string, initial: S, now: Instant): S {
  try {
    const parsed: S = text.length > maxTextLength ? initial : JSON.parse(text)
    if (!Object.keys(initial).every((name) => Number.isFinite(parsed[name]) && Number(parsed[name]) >= 0))
      return initial
    return parsed.paused > now + maxPause + maxClockSkew ? { ...parsed, paused: 0 } : parsed
  } catch {
    return initial
  }
}
