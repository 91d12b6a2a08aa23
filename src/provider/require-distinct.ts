import { GapError } from '../report/port/error.ts'

/** The list. Throws GapError BAD_RESPONSE if two entries have the same key: one would be counted twice or lost. */
export function requireDistinct<T>(list: readonly T[], toKey: (one: T) => unknown): readonly T[] {
  if (new Set(list.map(toKey)).size < list.length)
    throw new GapError('BAD_RESPONSE', 'the response contains a duplicate entry')
  return list
}
