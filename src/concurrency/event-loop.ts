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

/** Parts of one operation that go on in the same turn of the event loop. */
const partsPerTurn = 50

/** Called by each of many parts that wait for the same promise: a turn to wait for when enough of them went on already. */
export function createTurnLimit(): () => Promise<void> | undefined {
  let started = 0
  let turn: Promise<void> | undefined
  return () => {
    if (started > 0 && started % partsPerTurn === 0) turn = yieldToEventLoop()
    started += 1
    return turn
  }
}

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

/**
 * The result of a promise. If it takes longer than `milliseconds`, the result of `onTimeout` instead; without
 * `onTimeout`, undefined. The promise itself is not cancelled.
 */
export async function withTimeout<T, Fallback = undefined>(
  promise: Promise<T>,
  milliseconds: number,
  onTimeout: () => Promise<Fallback> = async () => undefined as Fallback,
): Promise<T | Fallback> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  try {
    return await Promise.race([promise, timeout.then(onTimeout)])
  } finally {
    clearTimeout(timer)
  }
}
