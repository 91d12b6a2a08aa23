import { toDayChunks, toSpanChunk } from '../../report/port/chunk.ts'
import { GapError, type Warning } from '../../report/port/error.ts'
import type { Chunk, Layout, LayoutPiece } from '../../report/port/port.ts'
import type { Scope } from '../../report/port/scope.ts'
import { hour, minute, pastHour } from '../../report/time/date.ts'
import { offsetPeriods } from '../../report/time/zone.ts'
import { datasets } from './metrics.ts'

/**
 * `timezone_offset` picks a zone by today's offset and applies that zone's daylight-saving rules to all history, so it
 * is wrong for half the year. Only zones without such rules can be trusted: UTC (no offset sent), and Kolkata and
 * Kathmandu, which are first among the zones of their offset all year.
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

/** The trusted zone whose hours begin where those of an offset do. */
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

/** UTC days as days, everything else as hours that are sorted into the asked zone's buckets. */
export function layOutSeries(scope: Scope): Layout {
  const { range, granularity, timeZone } = scope
  const stretches = offsetPeriods(timeZone, range.start, range.end)
  const zones = new Set(stretches.map(({ offset }) => toTrustedZone(offset)))
  const [zone = 'UTC'] = zones
  const isOfWholeHours = [range.start, range.end].every((client) => (client + (stretches[0]?.offset ?? 0)) % hour === 0)
  const chunks = toDayChunks('UTC', range)
  const isWhole = chunks[0]?.start === range.start && chunks.at(-1)?.end === range.end
  const piece: LayoutPiece =
    timeZone === 'UTC' && isWhole && granularity !== 'HOUR'
      ? { grain: 'day', rowZone: 'UTC', chunks }
      : // Where the fraction of the hour changes, be it at an client (Lord Howe), rows are those of the zone itself.
        hourPiece(zones.size === 1 && isOfWholeHours ? zone : timeZone, scope)
  return { pieces: [piece], gaps: [], warnings: toWarnings(scope) }
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

/** One span where one figure is asked for; else days of the asked zone, and hours where days are cut or asked by the hour. */
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

/** Figures that do not add up: each bucket and the whole range on its own. */
export function layOutSpans({ buckets, range, now }: Scope): Layout {
  const { maxBuckets } = datasets.bot_summary.limits
  const begun = buckets.filter(({ start }) => start <= now)
  if (begun.length > maxBuckets)
    throw new GapError(
      'RANGE_TOO_LONG',
      `each bucket needs its own call: ${begun.length} buckets are requested, at most ${maxBuckets} are allowed`,
      { isFailure: false },
    )
  const spans = buckets.length === 1 ? buckets : [...buckets, range]
  return { pieces: [{ grain: 'span', rowZone: 'UTC', chunks: spans.map(toSpanChunk) }], gaps: [], warnings: [] }
}

function toWarnings({ filter }: Scope): Warning[] {
  const message =
    'Chatwoot includes events without a value in business hours in the sample, so means over several rows are approximate'
  return filter.businessHours ? [{ code: 'ESTIMATED', message }] : []
}
