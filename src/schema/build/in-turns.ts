import { isMany, itemsPerTurn, yieldToEventLoop } from '../../concurrency/yield-to-event-loop.ts'

/** Resolves when the long list before it is complete. */
let previous: Promise<void> = Promise.resolve()

/**
 * A list as it is, or, where it is long, one that yields to the event loop between pieces, so that short operations go on
 * meanwhile. The executor completes one long list after the other: many half-completed ones would be carried through
 * every garbage collection. Items come one at a time and not as promises, which would take more memory than the items.
 */
export function inTurns<T>(items: readonly T[]): readonly T[] {
  // Pothos accepts a promise of a list or one of an async iterable, and has no type for a promise of either.
  return isMany(items.length) ? (yieldInTurns(items) as AsyncIterable<T> as unknown as readonly T[]) : items
}

async function* yieldInTurns<T>(items: readonly T[]): AsyncGenerator<T> {
  const before = previous
  let complete = () => {}
  previous = new Promise((resolve) => {
    complete = resolve
  })
  try {
    await before
    for (const [place, item] of items.entries()) {
      if (place % itemsPerTurn === 0) await yieldToEventLoop()
      yield item
    }
  } finally {
    complete()
  }
}
