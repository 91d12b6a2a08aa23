import { BadArgument } from '../../report/port/error.ts'

const maxFirst = 500

/** The first so many, and whether there are more; throws BadArgument when `first` is out of range. */
export function takeFirst<T>(entries: readonly T[], first: number): { readonly taken: T[]; readonly hasMore: boolean } {
  requireFirst(first)
  return { taken: entries.slice(0, first), hasMore: entries.length > first }
}

export const isFirst = (first: number): boolean => first >= 1 && first <= maxFirst

/** Checked before anything is asked upstream. */
export function requireFirst(first: number): void {
  if (!isFirst(first)) throw new BadArgument('first', `${first} is not between 1 and ${maxFirst}`)
}
