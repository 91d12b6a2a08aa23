import { hour, type Instant } from '../report/time/date.ts'
import { maxClockSkew, type RateLimitRule, type RateLimitState } from './rate-limit-rule.ts'

/** A date far away is a wrong clock, and would leave the source alone for ever. */
export const maxPause = hour

/** How many calls a source may be sent, so that none is sent that is bound to be refused. */
export interface RateLimiter {
  /** When a call may be sent if `ahead` others are sent before it; as far as this replica knows. */
  earliest(now: Instant, ahead: number): Instant
  /** Counts a call that is sent now. False when others have used the budget up meanwhile: `earliest` knows of it then. */
  take(): Promise<boolean>
  /** After a refusal: nothing before this instant. */
  pauseUntil(instant: Instant): void
  /** Before this instant nothing is sent, whether or not it is counted. */
  pausedUntil(): Instant
  /** How many calls may be sent at once, now. */
  countLeft(now: Instant): number
}

/** Where replicas keep one budget. */
export interface SharedState {
  /** Puts `next` there if nothing stands there but what was seen last; answers what does. Undefined while it cannot be reached. */
  swap(seen: string, next: string): Promise<{ readonly isSwapped: boolean; readonly text: string } | undefined>
}

/** Keeps a rule's state; with `shared`, one state for all replicas, and one of its own while that cannot be reached. */
export function createRateLimiter<S extends RateLimitState>(
  rule: RateLimitRule<S>,
  clock: () => Instant,
  shared?: SharedState,
): RateLimiter {
  let state = rule.initial
  let seen = ''
  /** Calls that are being counted, one after the other. */
  let pending = 0
  let previous: Promise<unknown> = Promise.resolve()

  /** Whoever loses to another replica tries again over what that one has written; each time one of them has got on. */
  async function update(toNext: () => S | undefined): Promise<boolean> {
    for (;;) {
      const next = toNext()
      if (!next) return false
      const previousState = state
      const reply = await shared?.swap(seen, JSON.stringify(next))
      if (reply) seen = reply.text
      if (!reply || reply.isSwapped) {
        // What was counted in a minute that is to come, by a clock that was set back, holds no longer.
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
    previous = result
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

/** More than any gateway writes. */
const maxTextLength = 1_000

/** The initial state in place of whatever no gateway wrote, and no pause in place of one that none would make. */
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
