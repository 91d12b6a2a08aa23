import { BadArgument } from '../../report/port/error.ts'

const maxFirst = 500
const maxListFirst = 10_000

/** The first entries, and whether there are more; throws BadArgument when `first` is out of range. */
export function takeFirst<T>(entries: readonly T[], first: number): { readonly taken: T[]; readonly hasMore: boolean } {
  requireFirst(first)
  return { taken: entries.slice(0, first), hasMore: entries.length > first }
}

export const isFirst = (first: number): boolean => first >= 1 && first <= maxFirst

/** Checked before any upstream call. */
export const requireFirst = (first: number): void => requireWithin(first, maxFirst)

/** The same for the lists of a source, which are whole when `first` is absent. */
export function requireListFirst(first: number | null | undefined): void {
  if (typeof first === 'number') requireWithin(first, maxListFirst)
}

function requireWithin(first: number, most: number): void {
  if (first < 1 || first > most) throw new BadArgument('first', `${first} is not between 1 and ${most}`)
}
