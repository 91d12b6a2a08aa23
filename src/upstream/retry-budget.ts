/** How often what failed is tried again. */
export interface RetryOptions {
  /** Tries of one read, the first included. */
  readonly attempts: number
  /** Milliseconds before a try, at random between these. */
  readonly waitFrom: number
  readonly waitTo: number
  /** Retries for each read, and how many there are to begin with: an outage must not make a crowd of few. */
  readonly share: number
  readonly reserve: number
}

export const defaultRetry: RetryOptions = { attempts: 3, waitFrom: 100, waitTo: 1_000, share: 0.2, reserve: 3 }

export interface RetryBudget {
  /** One more read, which earns a part of a retry. */
  countRead(): void
  /** Milliseconds to wait before the try after this many; undefined when there is to be none. */
  plan(tries: number): number | undefined
  /** Takes one; false when all are used up. */
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
