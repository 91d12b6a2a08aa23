import DataLoader from 'dataloader'
import type { Aggregation } from '../report/figures/metric.ts'
import type { CallContext } from '../report/port/call-context.ts'
import { foldCase } from '../report/port/filter.ts'
import type { Loaders, SeriesRows, SharedTotal } from '../report/port/loaders.ts'
import type { MemberTotal, PlanResult, SourcePlan } from '../report/port/plan.ts'
import { type Chunk, joinRows, type RowRange, type SeriesKey, toRuns } from '../report/port/series.ts'
import type { Source } from '../report/port/source.ts'
import type { MemberTotals } from '../report/questions/read/member-total.ts'
import type { Instant } from '../report/time/date.ts'
import { addRange, type Blocks, forEachChunk, getReadAt } from './cache/block.ts'
import { toCacheKey } from './cache/series-cache.ts'
import type { ReadChunks } from './reader.ts'

interface Wanted {
  readonly source: Source
  readonly series: SeriesKey
  readonly chunks: readonly Chunk[]
  /** Equal for equal series. */
  readonly key: string
}

/**
 * Batches what the fields of one operation want: equal series are read once, over all chunks that any field needs. A
 * series is a dataset and not a metric, so seven metrics of one dataset cost one read.
 */
export function createSeriesLoader(
  readChunks: ReadChunks,
  now: Instant,
  callContext: CallContext,
  freshFor?: number,
): Loaders['readSeries'] {
  const read: ReadUnion = ({ source, series }, chunks) => readChunks(source, series, chunks, now, callContext, freshFor)
  const loader = new DataLoader<Wanted, Promise<SeriesRows>, string>(async (wanted) => readTogether(wanted, read), {
    batchScheduleFn: (dispatch) => setImmediate(dispatch),
    cacheKeyFn: ({ key, series, chunks }) => key + describeChunks(series, chunks),
  })
  return async (source, series, chunks) => loader.load({ source, series, chunks, key: toCacheKey(source, series).text })
}

/** Equal for equal chunks of a series: days that follow each other are named by the first and the last instant. */
const describeChunks = ({ grain }: SeriesKey, chunks: readonly Chunk[]): string =>
  grain === 'span'
    ? chunks.map(({ key }) => key).join()
    : toRuns(chunks, Number.POSITIVE_INFINITY)
        .map((run) => `${run[0].start}/${run.at(-1)?.end}`)
        .join()

type ReadUnion = (wanted: Wanted, chunks: readonly Chunk[]) => ReturnType<ReadChunks>

/** A promise for each, so that a fast series does not wait for a slow one of the same batch. */
function readTogether(wanted: readonly Wanted[], read: ReadUnion): Promise<SeriesRows>[] {
  const wantedByKey = new Map<string, [Wanted, ...Wanted[]]>()
  for (const one of wanted) {
    const equal = wantedByKey.get(one.key)
    if (equal) equal.push(one)
    else wantedByKey.set(one.key, [one])
  }
  const reads = new Map([...wantedByKey].map(([key, equal]) => [key, read(equal[0], toUnion(equal))] as const))
  return wanted.map(async ({ key, series, chunks }) =>
    collectRows(series.grain, (await reads.get(key)) ?? new Map(), chunks),
  )
}

/** Each chunk once, oldest first. */
const toUnion = (wanted: readonly Wanted[]): readonly Chunk[] =>
  wanted
    .flatMap(({ chunks }) => chunks)
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .filter(({ key }, index, sorted) => key !== sorted[index - 1]?.key)

/** The calls that return several totals, and the choice of those that save calls. */
interface SharedCalls {
  readonly readMemberTotals: (ofAll: MemberTotal, aggregation: Aggregation) => Promise<MemberTotals | undefined>
  /** The plans of one scope whose totals are read from its summary. */
  readonly chooseSummaries: (plans: readonly SourcePlan[]) => Promise<ReadonlySet<SourcePlan>>
  readonly readSummary: (plan: SourcePlan) => Promise<PlanResult | undefined>
}

/**
 * Collects the plans of one operation. Totals of two or more members are one call for all; the total of a single member
 * is read from its own series, which needs no more calls and whose days are cached. Totals of several metrics of one
 * scope are a summary, where that needs fewer calls. No total waits for another source's.
 */
export function createTotalsLoader(calls: SharedCalls): Loaders['readTotal'] {
  const loader = new DataLoader<SourcePlan, Promise<SharedTotal>>(async (plans) => readTotalsTogether(plans, calls), {
    cache: false,
  })
  return async (plan) => loader.load(plan)
}

/** A promise for each: a plan whose own series is read does not wait for the totals of others. */
function readTotalsTogether(
  plans: readonly SourcePlan[],
  { readMemberTotals, chooseSummaries, readSummary }: SharedCalls,
): Promise<SharedTotal>[] {
  const members = new Map<string, Set<string>>()
  for (const { source, ofAll } of plans) {
    if (!ofAll) continue
    const keys = members.get(toCall(source.id, ofAll)) ?? new Set()
    members.set(toCall(source.id, ofAll), keys.add(foldCase(ofAll.key)))
  }
  const isAmongOthers = ({ source, ofAll }: SourcePlan) =>
    ofAll !== undefined && (members.get(toCall(source.id, ofAll))?.size ?? 0) >= (ofAll.mapping.worthFrom ?? 2)

  const ofScope = new Map<string, SourcePlan[]>()
  for (const one of plans)
    if (!isAmongOthers(one)) ofScope.set(toScopeKey(one), [...(ofScope.get(toScopeKey(one)) ?? []), one])
  const chosen = new Map([...ofScope].map(([key, alike]) => [key, chooseSummaries(alike)]))

  const reads = new Map<string, Promise<MemberTotals | undefined>>()
  const readMember = async (one: SourcePlan, ofAll: MemberTotal): Promise<SharedTotal> => {
    const name = `${toCall(one.source.id, ofAll)} ${one.aggregation} ${ofAll.mapping.value}`
    const found = reads.get(name) ?? readMemberTotals(ofAll, one.aggregation)
    reads.set(name, found)
    const all = await found
    const total = all?.totalOf(ofAll.key)
    if (!all || !total) return 'OWN_SERIES'
    const { gaps, warnings, asOf } = all
    return { answer: { aggregates: [], ...total, ...(asOf !== undefined && { asOf }) }, gaps, warnings }
  }

  return plans.map(async (one) => {
    if (one.ofAll && isAmongOthers(one)) return readMember(one, one.ofAll)
    const summaries = await chosen.get(toScopeKey(one))
    return (summaries?.has(one) && (await readSummary(one))) || 'OWN_SERIES'
  })
}

/** Equal for totals that one call for all members returns. */
const toCall = (
  source: string,
  {
    mapping,
    read: {
      scope: { range, filter },
    },
  }: MemberTotal,
): string => [source, mapping.dataset, range.start, range.end, filter.businessHours].join(' ')

/** Equal for plans with the same filter, whatever their ranges; business hours change only means. */
function toScopeKey({ source, aggregation, scope: { filter } }: SourcePlan): string {
  const businessHours = aggregation === 'MEAN' && filter.businessHours
  const parts = Object.entries({ ...filter, businessHours }).sort(([a], [b]) => (a < b ? -1 : 1))
  return foldCase(JSON.stringify([source.id, parts]))
}

/** The rows of the chunks in their order, and when the oldest of them were read. */
export function collectRows(grain: SeriesKey['grain'], blocks: Blocks, chunks: readonly Chunk[]): SeriesRows {
  const ranges: RowRange[] = []
  let oldest = Number.POSITIVE_INFINITY
  forEachChunk(grain, chunks, blocks, (_, slot, block) => {
    const readAt = getReadAt(block, slot)
    if (!block || readAt === null) return
    oldest = Math.min(oldest, readAt)
    addRange(ranges, block, slot)
  })
  return { rows: joinRows(ranges), readAt: oldest }
}
