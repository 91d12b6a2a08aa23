import { isMany, yieldToEventLoop } from '../../../concurrency/event-loop.ts'
import {
  type Aggregate,
  aggregateRows,
  createAggregator,
  matchRows,
  mergeAggregates,
  mergeAll,
} from '../../figures/aggregate.ts'
import type { Aggregation } from '../../figures/metric.ts'
import { GapError, type Warning } from '../../port/error.ts'
import type { Loaders } from '../../port/loaders.ts'
import type { MappedRead, PlanResult, Read, SourceNotices, SourcePlan } from '../../port/plan.ts'
import type { Scope } from '../../port/scope.ts'
import { joinRows, type Rows, type SeriesKey } from '../../port/series.ts'
import type { MetricMapping } from '../../port/source.ts'
import { addDays, type Instant } from '../../time/date.ts'
import { dayStart, firstInstant, localDate, offsetAt } from '../../time/zone.ts'
import { requireRead } from '../planner.ts'
import { warnOfStaleness } from './source-result.ts'

/** Reads one figure of one source over the buckets of a scope. Throws GapError. */
export async function readAggregates(
  { mapping, read }: MappedRead,
  aggregation: Aggregation,
  loaders: Loaders,
): Promise<PlanResult> {
  const { scope, layout } = read
  const { parts, staleness } = await readParts(read, loaders)
  const aggregated = parts.map(({ grain, rows }) => aggregate(rows, grain, scope, aggregation, mapping))
  const aggregates = scope.buckets.map((_, index) =>
    mergeAll(
      aggregation,
      aggregated.map((part) => part.aggregates[index]),
    ),
  )
  const total = mergeAll(
    aggregation,
    aggregated.map((part) => part.total),
  )
  return {
    answer: { aggregates, total, ...toAsOf(parts) },
    gaps: layout.gaps,
    warnings: [...layout.warnings, ...staleness],
  }
}

/** By member: a total for each mapping. */
export type MemberAggregates = ReadonlyMap<string, readonly (Aggregate | undefined)[]>

/** Reads the total of every member that a dataset lists. Throws GapError. */
export async function readMembers(
  read: Read,
  aggregation: Aggregation,
  mappings: readonly MetricMapping[],
  loaders: Loaders,
): Promise<SourceNotices & { readonly answer: MemberAggregates; readonly asOf?: Instant }> {
  const { parts, staleness } = await readParts(read, loaders)
  const answer = new Map<string, readonly (Aggregate | undefined)[]>()
  for (const { rows } of parts) {
    const aggregators = mappings.map((mapping) => createAggregator(rows, aggregation, mapping))
    for (const row of rows.starts.keys()) {
      const member = rows.members?.[row] ?? ''
      const known = answer.get(member) ?? []
      answer.set(
        member,
        aggregators.map((toAggregate, index) => mergeAggregates(aggregation, known[index], toAggregate(row))),
      )
    }
  }
  const { gaps, warnings } = read.layout
  return { answer, gaps, warnings: [...warnings, ...staleness], ...toAsOf(parts) }
}

interface Part {
  readonly grain: SeriesKey['grain']
  readonly rows: Rows
  readonly readAt?: Instant
  readonly staleSince?: Instant
}

/** The rows of each piece of a layout, and warnings where rows or lists are stale. */
async function readParts(
  { source, dataset, scope, layout }: Read,
  loaders: Loaders,
): Promise<{ readonly parts: readonly Part[]; readonly staleness: readonly Warning[] }> {
  if (layout.pieces.length === 0) return { parts: [], staleness: [] }
  const { parameters, staleSince: listsSince } = await loaders.readParameters(source, dataset, scope.filter)
  const parts = await Promise.all(
    layout.pieces.map(async ({ grain, rowZone, chunks, shiftedFrom }) => {
      const { rows, ...age } = await loaders.readSeries(source, { dataset, parameters, grain, rowZone }, chunks)
      if (isMany(rows.starts.length)) await yieldToEventLoop()
      if (!shiftedFrom) return { grain, rows, ...age }
      // What had not started in the account's zone was not counted, whatever the clock of the requested zone shows.
      const started = { rows, from: 0, to: rows.starts.findLastIndex((start) => start <= scope.now) + 1 }
      return { grain, rows: shiftZone(joinRows([started]), grain, shiftedFrom, scope.timeZone), ...age }
    }),
  )
  const rowsSince = parts.map(({ staleSince }) => staleSince)
  const staleness = [
    ...warnOfStaleness('figures', rowsSince, scope.timeZone),
    ...warnOfStaleness('lists', [listsSince], scope.timeZone),
  ]
  return { parts, staleness }
}

/**
 * Rows that were cut in one zone, at the same dates and hours of another zone. The figure of a repeated hour is in its
 * first occurrence; that of a skipped hour joins the hour after it.
 */
export function shiftZone({ starts, ends, figures }: Rows, grain: SeriesKey['grain'], from: string, to: string): Rows {
  if (grain === 'day') {
    const dates = starts.map((start) => localDate(from, start))
    return {
      starts: dates.map((date) => dayStart(to, date)),
      ends: dates.map((date) => dayStart(to, addDays(date, 1))),
      figures,
    }
  }
  const moved = starts.map((start) => firstInstant(to, start + offsetAt(from, start)))
  return { starts: moved, ends: moved.map((start, row) => start + (ends[row] ?? 0) - (starts[row] ?? 0)), figures }
}

/** Buckets and total of one piece. Rows for exact spans have a total of their own; other rows add up to it. */
function aggregate(
  rows: Rows,
  grain: SeriesKey['grain'],
  scope: Scope,
  aggregation: Aggregation,
  mapping: MetricMapping,
) {
  if (grain === 'span') {
    const aggregates = matchRows(rows, scope.buckets, aggregation, mapping)
    return { aggregates, total: matchRows(rows, [scope.range], aggregation, mapping)[0] }
  }
  const aggregates = aggregateRows(rows, scope.buckets, aggregation, mapping, scope.now)
  return { aggregates, total: mergeAll(aggregation, aggregates) }
}

function toAsOf(parts: readonly Part[]): { readonly asOf?: Instant } {
  const times = parts.flatMap(({ readAt }) => readAt ?? [])
  return times.length > 0 ? { asOf: Math.min(...times) } : {}
}

/** Executes the plan of one source: the cheapest of its alternatives, otherwise its own series. Throws GapError. */
export async function readSource(plan: SourcePlan, loaders: Loaders): Promise<PlanResult> {
  // Series that a summary could replace take part in the choice: what is read anyway costs no second call.
  const isChoice = plan.ofAll ?? plan.source.provider.summary?.mappings[plan.metric]
  const total = isChoice ? await loaders.readTotal(plan) : 'OWN_SERIES'
  if (total !== 'OWN_SERIES') return total
  const { own, mapping, aggregation } = plan
  return readAggregates({ mapping, read: requireRead(own) }, aggregation, loaders)
}

/** The total from the summary of several metrics; undefined where a server is too old to return all of it. */
export async function readSummary(
  { summary, aggregation }: SourcePlan,
  loaders: Loaders,
): Promise<PlanResult | undefined> {
  if (!summary) return undefined
  try {
    const { answer, ...notices } = await readAggregates(summary, aggregation, loaders)
    return { answer: { ...answer, aggregates: [] }, ...notices }
  } catch (error) {
    if (error instanceof GapError && error.gap.code === 'BAD_RESPONSE') return undefined
    throw error
  }
}
