import { reject } from './error-response.ts'

export interface Throttle {
  /** Counts a request, and rejects it beyond the limit; rejected ones count too. */
  count(path: string, token: string): void
}

const minute = 60_000
const throttledPath = /^\/api\/v2\/accounts\/(\d+)\/reports/

/** Fixed windows that begin with each minute: `limit` for a token in an account, ten times that for the account. */
export function createThrottle(limit: number, now: () => number): Throttle {
  let window = 0
  const counts = new Map<string, number>()

  function countKey(key: string, most: number): void {
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    if (count > most) reject('throttled')
  }

  return {
    count(path, token) {
      const account = throttledPath.exec(path)?.[1]
      if (account === undefined) return
      const current = Math.floor(now() / minute)
      if (current !== window) counts.clear()
      window = current
      if (token !== '') countKey(`${account} ${token}`, limit)
      countKey(account, 10 * limit)
    },
  }
}
