import { GapError } from '../../report/port/error.ts'
import type { Scope } from '../../report/port/scope.ts'
import { type Chunk, type Layout, type LayoutPiece, toDayChunks, toSpanChunk } from '../../report/port/series.ts'
import { hour, minute, pastHour } from '../../report/time/date.ts'
import { offsetPeriods } from '../../report/time/zone.ts'

/**
 * `timezone_offset` selects a zone by its current offset and applies the DST rules of that zone to all dates, so it is
 * wrong for half of the year. Only fixed-offset zones can be trusted: UTC (no offset is sent), Kolkata and Kathmandu,
 * which Chatwoot selects for their offsets all year.
 */
export const trustedOffsets: ReadonlyMap<string, string | undefined> = new Map([
  ['UTC', undefined],
  ['Asia/Kolkata', '5.5'],
  ['Asia/Kathmandu', '5.75'],
])

const zonesByFraction: ReadonlyMap<number, string> = new Map([
  [0, 'UTC'],
  [hour / 2, 'Asia/Kolkata'],
  [(hour / 4) * 3, 'Asia/Kathmandu'],
])

/** The trusted zone whose hours start at the same instants as those of an offset. */
export function toTrustedZone(offset: number): string {
  const zone = zonesByFraction.get(pastHour(offset))
  if (!zone)
    throw new GapError(
      'GRANULARITY_UNSUPPORTED',
      `Chatwoot cannot report hours at a UTC offset of ${offset / minute} minutes`,
      {
        isFailure: false,
      },
    )
  return zone
}

/** UTC days as days, everything else as hours, which are sorted into the requested zone's buckets. */
export function layOutSeries(scope: Scope): Layout {
  const { range, granularity, timeZone } = scope
  const periods = offsetPeriods(timeZone, range.start, range.end)
  const zones = new Set(periods.map(({ offset }) => toTrustedZone(offset)))
  const [zone = 'UTC'] = zones
  const isOfWholeHours = [range.start, range.end].every((instant) => (instant + (periods[0]?.offset ?? 0)) % hour === 0)
  const chunks = toDayChunks('UTC', range)
  const isWhole = chunks[0]?.start === range.start && chunks.at(-1)?.end === range.end
  const piece: LayoutPiece =
    timeZone === 'UTC' && isWhole && granularity !== 'HOUR'
      ? { grain: 'day', rowZone: 'UTC', chunks }
      : // If the fraction of the hour changes (Lord Howe), or the range starts or ends within an hour, rows are in the zone itself.
        hourPiece(zones.size === 1 && isOfWholeHours ? zone : timeZone, scope)
  return { pieces: [piece], gaps: [], warnings: [] }
}

const hourPiece = (rowZone: string, { range }: Scope): LayoutPiece => ({
  grain: 'hour',
  rowZone,
  chunks: toDayChunks(rowZone, range),
})

/** Totals of the range as one span, for datasets that have no series. */
export const layOutRange = (scope: Scope): Layout => ({
  pieces: [{ grain: 'span', rowZone: 'UTC', chunks: [toSpanChunk(scope.range)] }],
  gaps: [],
  warnings: [],
})

/** One span for a single bucket; otherwise days of the requested zone, and hours for days that are cut or hourly. */
export function layOutDays(scope: Scope): Layout {
  const { range, buckets, timeZone, granularity } = scope
  if (buckets.length === 1) return layOutRange(scope)
  const chunks = toDayChunks(timeZone, range)
  const isByHour = ({ start, end }: Chunk) => granularity === 'HOUR' || start < range.start || end > range.end
  const pieces = [
    { grain: 'day', rowZone: timeZone, chunks: chunks.filter((chunk) => !isByHour(chunk)) } as const,
    { grain: 'hour', rowZone: timeZone, chunks: chunks.filter(isByHour) } as const,
  ]
  return { pieces: pieces.filter((piece) => piece.chunks.length > 0), gaps: [], warnings: [] }
}

/** For figures that do not add up: each bucket and the whole range on its own. */
export function layOutSpans({ buckets, range, now }: Scope, maxBuckets: number): Layout {
  const started = buckets.filter(({ start }) => start <= now)
  if (started.length > maxBuckets)
    throw new GapError(
      'RANGE_TOO_LONG',
      `each bucket needs its own call: ${started.length} buckets are requested, at most ${maxBuckets} are allowed`,
      { isFailure: false },
    )
  const spans = buckets.length === 1 ? buckets : [...buckets, range]
  return { pieces: [{ grain: 'span', rowZone: 'UTC', chunks: spans.map(toSpanChunk) }], gaps: [], warnings: [] }
}
