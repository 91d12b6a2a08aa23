import { LRUCache } from 'lru-cache'

/**
 * The same function, which makes each thing once and keeps it: what it makes must depend on its arguments alone, and
 * nobody may change it. As much is kept as weighs `most` together; the least recently used goes first.
 */
export function memoize<Asked extends readonly (string | number)[], Made extends object>(
  make: (...asked: Asked) => Made,
  most: number,
  weigh: (made: Made) => number,
): (...asked: Asked) => Made {
  const known = new LRUCache<string, Made>({ maxSize: most, sizeCalculation: (made) => Math.max(1, weigh(made)) })
  return (...asked) => {
    const key = asked.join(' ')
    const kept = known.get(key)
    if (kept) return kept
    const made = make(...asked)
    known.set(key, made)
    return made
  }
}
