let turn: Promise<void> = Promise.resolve()

/** So many rows or buckets are worked off in one go: some milliseconds of a processor. */
export const pieceLength = 250

/**
 * Waits until all who asked before have had a turn of the event loop each. What is long asks for one now and then, so
 * that what is short goes on between.
 */
export function yieldToEventLoop(): Promise<void> {
  turn = turn.then(() => new Promise((begin) => setImmediate(begin)))
  return turn
}

/** Whether work over so many rows, days or buckets should yield to the event loop first. */
export const isMany = (count: number): boolean => count > 2 * pieceLength

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

/** Milliseconds of work after which the event loop gets a turn. */
const longestStep = 10

/** Called between steps of long work: a turn to wait for when it is time for one, otherwise undefined. */
export function createPacer(): () => Promise<void> | undefined {
  let resumed = performance.now()
  return () => {
    if (performance.now() - resumed < longestStep) return undefined
    return yieldToEventLoop().then(() => {
      resumed = performance.now()
    })
  }
}
