import { type Calendar, type DayOfWeek, type Granularity, toBuckets } from '../time/bucket.ts'
import type { Instant, Span } from '../time/date.ts'
import { type RangeInput, resolveRange } from '../time/range.ts'
import { toTimeZone } from '../time/zone.ts'
import { BadArgument } from './error.ts'
import { type Filter, type FilterInput, quote, readSources, toFilter } from './filter.ts'

/** The most buckets one report may have. */
export const maxBuckets = 10_000

export interface ScopeInput {
  readonly range: RangeInput
  readonly granularity: Granularity
  readonly timeZone?: string | null | undefined
  readonly weekStart?: DayOfWeek | null | undefined
  readonly fiscalYearStart?: number | null | undefined
  readonly filter?: FilterInput | null | undefined
}

/** The range, calendar and filter of a request, validated and resolved. */
export interface Scope {
  readonly range: Span
  /** Whether the range was widened to whole hours. */
  readonly isWidened: boolean
  readonly granularity: Granularity
  readonly timeZone: string
  readonly calendar: Calendar
  /** Every bucket of the range, oldest first. */
  readonly buckets: readonly Span[]
  readonly filter: Filter
  /** Ids of the selected sources; undefined for all that the caller may read. */
  readonly sources?: readonly string[]
  readonly now: Instant
}

/** What a scope is resolved against. */
export interface ScopeSetting {
  readonly now: Instant
  /** The zone of a scope that names none. */
  readonly timeZone: string
  /** The calendar of a scope that names none. */
  readonly calendar: Calendar
  /** Ids of the sources that exist for the caller. */
  readonly sources: readonly string[]
}

/** Validates and resolves the scope of a request. No I/O. Throws BadArgument. */
export function toScope(input: ScopeInput, setting: ScopeSetting): Scope {
  const timeZone = readTimeZone(input.timeZone ?? setting.timeZone)
  const calendar = readCalendar(input, setting.calendar)
  const { isWidened, ...range } = resolveRange(input.range, { zone: timeZone, calendar, now: setting.now })
  const buckets = toBuckets(range, input.granularity, timeZone, calendar, maxBuckets)
  if (buckets.length > maxBuckets)
    throw new BadArgument(
      'scope.granularity',
      `the range has more than ${maxBuckets} buckets; use a coarser granularity or a shorter range`,
    )
  const sources = input.filter?.sources ?? undefined
  if (sources) readSources(sources, setting.sources)
  return {
    range,
    isWidened,
    granularity: input.granularity,
    timeZone,
    calendar,
    buckets,
    filter: toFilter(input.filter ?? {}, setting.sources),
    ...(sources && { sources }),
    now: setting.now,
  }
}

/** The same range as one bucket, for a total: some datasets need a call for each bucket. */
export const toTotalScope = (scope: Scope): Scope => ({ ...scope, granularity: 'YEAR', buckets: [scope.range] })

/** The same range in buckets of another granularity. */
export const withGranularity = (scope: Scope, granularity: Granularity): Scope => ({
  ...scope,
  granularity,
  buckets: toBuckets(scope.range, granularity, scope.timeZone, scope.calendar),
})

function readCalendar({ weekStart, fiscalYearStart }: ScopeInput, defaults: Calendar): Calendar {
  if (typeof fiscalYearStart === 'number' && (fiscalYearStart < 1 || fiscalYearStart > 12))
    throw new BadArgument(
      'scope.fiscalYearStart',
      `${fiscalYearStart} is not a month; use 1 (January) to 12 (December)`,
    )
  return {
    weekStart: weekStart ?? defaults.weekStart,
    fiscalYearStart: fiscalYearStart ?? defaults.fiscalYearStart,
  }
}

function readTimeZone(name: string): string {
  const zone = toTimeZone(name)
  if (zone !== undefined) return zone
  throw new BadArgument('scope.timeZone', `${quote(name)} is not a time zone; ${explainZone(name)}`)
}

function explainZone(name: string): string {
  const meant = toTimeZone(name.trim())
  if (meant !== undefined) return `did you mean ${meant}?`
  if (/^(UTC|GMT)?\s*[+-]?\d/i.test(name))
    return 'an offset has no DST rules; use an IANA name such as Asia/Kolkata, or Etc/GMT-5 for the fixed offset +05:00'
  if (name === 'browser')
    return "send the browser's zone, Intl.DateTimeFormat().resolvedOptions().timeZone, such as Europe/Warsaw"
  return 'use an IANA name such as Europe/Warsaw, or UTC'
}
