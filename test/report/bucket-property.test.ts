import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Calendar, daysOfWeek, type Granularity, granularities, toBuckets } from '../../src/report/time/bucket.ts'
import { addDays, day, type Span, weekdayOf } from '../../src/report/time/date.ts'
import { anyInstant, anyZone, readOffset, readWallClock } from '../support/wall-clock.ts'

/** What the instants of one bucket have in common; with the offset, each pass of a repeated hour has its own. */
const labels: Readonly<Record<Granularity, (clock: string, offset: number) => string>> = {
  HOUR: (clock, offset) => `${clock.slice(0, 13)} ${offset}`,
  DAY: (clock) => clock.slice(0, 10),
  WEEK: (clock) => addDays(clock.slice(0, 10), -weekdayOf(clock.slice(0, 10))),
  MONTH: (clock) => clock.slice(0, 7),
  QUARTER: (clock) => `${clock.slice(0, 4)} ${Math.ceil(Number(clock.slice(5, 7)) / 3)}`,
  YEAR: (clock) => clock.slice(0, 4),
}

const longest: Readonly<Record<Granularity, number>> = {
  HOUR: 4 * day,
  DAY: 60 * day,
  WEEK: 400 * day,
  MONTH: 800 * day,
  QUARTER: 1200 * day,
  YEAR: 3000 * day,
}

const anyCalendar = fc.record({
  weekStart: fc.constantFrom(...daysOfWeek),
  fiscalYearStart: fc.integer({ min: 1, max: 12 }),
})

/** Counted from one day or month that begins a unit, without a floor of any calendar. */
const ofCalendar: Readonly<Record<'WEEK' | 'QUARTER' | 'YEAR', (clock: string, calendar: Calendar) => number>> = {
  WEEK: (clock, { weekStart }) => {
    // 2 January 2023 was a Monday.
    const first = Date.UTC(2023, 0, 2) + daysOfWeek.indexOf(weekStart) * day
    return Math.floor((Date.parse(`${clock.slice(0, 10)}T00:00Z`) - first) / (7 * day))
  },
  QUARTER: (clock, calendar) => Math.floor(toMonths(clock, calendar) / 3),
  YEAR: (clock, calendar) => Math.floor(toMonths(clock, calendar) / 12),
}

const toMonths = (clock: string, { fiscalYearStart }: Calendar) =>
  Number(clock.slice(0, 4)) * 12 + Number(clock.slice(5, 7)) - fiscalYearStart

describe.each(['WEEK', 'QUARTER', 'YEAR'] as const)('in any calendar, %s buckets (seed 2026)', (granularity) => {
  it('hold the instants of one unit of that calendar, and no two hold the same', () => {
    fc.assert(
      fc.property(
        anyZone,
        anyCalendar,
        anyInstant,
        fc.integer({ min: 1, max: longest[granularity] / 60_000 }),
        (zone, calendar, start, minutes) => {
          const buckets = toBuckets({ start, end: start + minutes * 60_000 }, granularity, zone, calendar)
          const read = (instant: number) => ofCalendar[granularity](readWallClock(zone, instant), calendar)
          const seen = buckets.map((bucket) =>
            [bucket.start, (bucket.start + bucket.end) / 2, bucket.end - 1].map(read),
          )
          expect(seen.filter((three) => new Set(three).size > 1)).toEqual([])
          expect(new Set(seen.flat()).size).toBe(buckets.length)
        },
      ),
      { seed: 2026, numRuns: 300 },
    )
  })
})

describe.each(granularities)('in any zone and any range from 2000 to 2099, %s buckets (seed 2026)', (granularity) => {
  const checkAll = (check: (buckets: readonly Span[], range: Span, zone: string) => void) =>
    fc.assert(
      fc.property(
        anyZone,
        anyInstant,
        fc.integer({ min: 1, max: longest[granularity] / 60_000 }),
        (zone, start, minutes) => {
          const range = { start, end: start + minutes * 60_000 }
          check(toBuckets(range, granularity, zone), range, zone)
        },
      ),
      { seed: 2026, numRuns: 300 },
    )

  it('cover the range without gap or overlap', () => {
    checkAll((buckets, range) => {
      expect([...buckets.map(({ start }) => start), range.end]).toEqual([range.start, ...buckets.map(({ end }) => end)])
      expect(buckets.filter(({ start, end }) => start >= end)).toEqual([])
    })
  })

  it('have one label from their first to their last instant, and the next bucket has another', () => {
    checkAll((buckets, _, zone) => {
      const read = (instant: number) => labels[granularity](readWallClock(zone, instant), readOffset(zone, instant))
      const seen = buckets.map(({ start, end }) => [start, (start + end) / 2, end - 1].map(read))

      expect(seen.filter((three) => new Set(three).size > 1)).toEqual([])
      expect(new Set(seen.flat()).size).toBe(buckets.length)
    })
  })
})
