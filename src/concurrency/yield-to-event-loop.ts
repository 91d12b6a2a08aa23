let lastTurn: Promise<void> = Promise.resolve()

/** Rows or buckets that are processed before yielding: a few milliseconds of CPU time. */
export const itemsPerTurn = 250

/**
 * Yields to the event loop. Callers resume in the order of their calls, one per turn of the loop, so that long
 * computations together leave time for short requests.
 */
export function yieldToEventLoop(): Promise<void> {
  lastTurn = lastTurn.then(() => new Promise((resolve) => setImmediate(resolve)))
  return lastTurn
}

/** Whether a computation over this number of rows, days or buckets should yield to the event loop first. */
export const isMany = (count: number): boolean => count > 2 * itemsPerTurn

/** Milliseconds of computation before yielding. */
const maxStepMs = 10

/** Call the returned function between the steps of a long computation: it returns a promise when it is time to yield. */
export function createPacer(): () => Promise<void> | undefined {
  let startedAt = performance.now()
  return () => {
    if (performance.now() - startedAt < maxStepMs) return undefined
    return yieldToEventLoop().then(() => {
      startedAt = performance.now()
    })
  }
}
