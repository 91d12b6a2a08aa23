import { createTurnLimit } from '../concurrency/yield-to-event-loop.ts'
import { GapError } from '../report/port/error.ts'

export type Deadline = <T>(answer: Promise<T>, recall?: () => Promise<T | undefined>) => Promise<T>

/**
 * Answers by an operation's deadline, with what can be recalled or not at all. The read goes on alone to its own limit,
 * and fills the store for the next.
 */
export function createDeadline(milliseconds: number): Deadline {
  const due = performance.now() + milliseconds
  const takeTurn = createTurnLimit()
  return async (answer, recall) => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((pass) => {
      timer = setTimeout(pass, Math.max(0, due - performance.now()))
    })
    const standIn = async () => {
      const recalled = await recall?.()
      if (recalled === undefined) throw new GapError('TIMEOUT', `no response within ${milliseconds} ms`)
      return recalled
    }
    try {
      return await Promise.race([answer, late.then(standIn)])
    } finally {
      clearTimeout(timer)
      // Thousands of entities or members may wait for the same list or call.
      await takeTurn()
    }
  }
}
