import { GapError } from '../report/port/error.ts'

/** The list; throws GapError BAD_RESPONSE where two have the same key, for one of them would be counted twice or lost. */
export function requireDistinct<T>(list: readonly T[], toKey: (one: T) => unknown): readonly T[] {
  if (new Set(list.map(toKey)).size < list.length)
    throw new GapError('BAD_RESPONSE', 'the response contains a duplicate entry')
  return list
}
