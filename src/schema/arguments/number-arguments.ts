import { BadArgument } from '../../report/port/error.ts'
import { hour } from '../../report/time/date.ts'
import { parseDuration, toMilliseconds } from '../../report/time/duration.ts'

const maxFirst = 500
const maxListFirst = 10_000

/** The first entries, and whether there are more. Throws BadArgument when `first` is out of range. */
export function takeFirst<T>(entries: readonly T[], first: number): { readonly taken: T[]; readonly hasMore: boolean } {
  assertPageSize(first)
  return { taken: entries.slice(0, first), hasMore: entries.length > first }
}

export const isPageSize = (first: number): boolean => first >= 1 && first <= maxFirst

/** Throws BadArgument when `first` is out of range. Fields call it before they call a source. */
export const assertPageSize = (first: number): void => assertWithin(first, maxFirst)

/** The same for the lists of a source, which are complete when `first` is absent. */
export function assertListSize(first: number | null | undefined): void {
  if (typeof first === 'number') assertWithin(first, maxListFirst)
}

function assertWithin(first: number, max: number): void {
  if (first < 1 || first > max) throw new BadArgument('first', `${first} is not between 1 and ${max}`)
}

const shortest = 5_000
const longest = hour

/** Parses `every`, the time between two polls of a subscription, into milliseconds. Throws BadArgument. */
export function readPollInterval(text: string): number {
  const duration = parseDuration(text)
  const interval = duration && toMilliseconds(duration)
  if (interval === undefined || interval < shortest || interval > longest)
    throw new BadArgument('every', `${JSON.stringify(text.slice(0, 80))} is not a duration between PT5S and PT1H`)
  return interval
}
