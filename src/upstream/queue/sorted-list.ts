/** Items in the order of a comparison. Adding and deleting take a binary search. */
export interface SortedList<T> {
  readonly items: readonly T[]
  add(item: T): void
  /** False if the item was not in the list. */
  delete(item: T): boolean
}

/** `compare` must return 0 for equal items only, and its result must not change while both items are in the list. */
export function createSortedList<T>(compare: (one: T, other: T) => number): SortedList<T> {
  const items: T[] = []

  /** Index of the first item that is not less than this one. */
  function findIndex(item: T): number {
    let [low, high] = [0, items.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compare(items[middle] as T, item) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    items,
    add: (item) => void items.splice(findIndex(item), 0, item),
    delete(item) {
      const index = findIndex(item)
      if (items[index] !== item) return false
      // V8 shifts out the first item without moving the others.
      if (index === 0) items.shift()
      else items.splice(index, 1)
      return true
    },
  }
}
