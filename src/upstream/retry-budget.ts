/** How failed calls are retried. */
export interface RetryOptions {
  /** Attempts per call, the first included. */
  readonly attempts: number
  /** Backoff with jitter: bounds of the random delay before a retry, in milliseconds. */
  readonly waitFrom: number
  readonly waitTo: number
  /** Retries earned per call, and the initial number of retries. Keeps retries from multiplying calls in an outage. */
  readonly share: number
  readonly reserve: number
}

export const defaultRetry: RetryOptions = { attempts: 3, waitFrom: 100, waitTo: 1_000, share: 0.2, reserve: 3 }

export interface RetryBudget {
  /** Counts a call, which earns a part of a retry. */
  countRead(): void
  /** Milliseconds to wait before the next attempt; undefined after the last. */
  plan(tries: number): number | undefined
  /** Takes a retry; false if none is available. */
  take(): boolean
}

export function createRetryBudget({ attempts, waitFrom, waitTo, share, reserve }: RetryOptions): RetryBudget {
  let available = reserve
  return {
    countRead() {
      available = Math.min(available + share, 2 * reserve)
    },
    plan(tries) {
      if (tries >= attempts) return undefined
      const maxWait = Math.min(waitTo, waitFrom * 3 ** tries)
      return waitFrom + Math.random() * (maxWait - waitFrom)
    },
    take() {
      if (available < 1) return false
      available -= 1
      return true
    },
  }
}
