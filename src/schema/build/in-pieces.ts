import { isMany, itemsPerTurn, yieldToEventLoop } from '../../concurrency/yield-to-event-loop.ts'

/** Resolves when the previous long list is complete. */
let previous: Promise<void> = Promise.resolve()

/**
 * Returns a short list as it is, and a long one as an async iterable that yields to the event loop between pieces, so
 * that short operations are not delayed. The executor completes long lists one after the other, because every garbage
 * collection would have to copy those that are half complete. Items are not wrapped in promises, which would take more
 * memory than the items.
 */
export function inPieces<T>(items: readonly T[]): readonly T[] {
  // Pothos accepts a promise of a list or one of an async iterable, and has no type for a promise of either.
  return isMany(items.length) ? (iterateInPieces(items) as AsyncIterable<T> as unknown as readonly T[]) : items
}

async function* iterateInPieces<T>(items: readonly T[]): AsyncGenerator<T> {
  const preceding = previous
  let complete = () => {}
  previous = new Promise((resolve) => {
    complete = resolve
  })
  try {
    await preceding
    for (const [index, item] of items.entries()) {
      if (index % itemsPerTurn === 0) await yieldToEventLoop()
      yield item
    }
  } finally {
    complete()
  }
}
