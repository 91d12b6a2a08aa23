import DataLoader from 'dataloader'
import { yieldToEventLoop } from '../concurrency/yield-to-event-loop.ts'
import { foldCase } from '../report/port/fold-case.ts'
import type { Loaders } from '../report/port/loaders.ts'
import type { MetricMapping } from '../report/port/port.ts'
import type { MemberTotal } from '../report/questions/member-total.ts'
import type { TotalAnswer, TotalsOfAll, WantedTotal } from '../report/questions/total.ts'

/** Calls that return several totals, and the choice of those that are worth it. */
interface SharedCalls {
  readonly readOfAll: (wanted: WantedTotal, ofAll: MemberTotal) => Promise<TotalsOfAll | undefined>
  /** The questions of one scope that its summary is to answer. */
  readonly chooseSummaries: (wanted: readonly WantedTotal[]) => Promise<ReadonlySet<WantedTotal>>
  readonly readSummary: (wanted: WantedTotal, summary: MetricMapping) => Promise<TotalAnswer | undefined>
}

/**
 * Batches the totals that the fields of one operation want. The totals of two or more members are one call for all; a
 * single member uses its own series, which costs no more and whose days are cached. Several metrics of one scope use a
 * summary where that is fewer calls. No total waits for one of another source.
 */
export function createTotalsLoader(calls: SharedCalls): Loaders['readTotal'] {
  const loader = new DataLoader<WantedTotal, Promise<TotalAnswer | undefined>>(
    async (wanted) => readTogether(wanted, calls),
    { cache: false },
  )
  return async (wanted) => loader.load(wanted)
}

/** Members whose totals are computed before the event loop gets a turn. */
const membersPerTurn = 50

/** A promise for each, so that a total that uses its series does not wait for those of others. */
function readTogether(wanted: readonly WantedTotal[], { readOfAll, chooseSummaries, readSummary }: SharedCalls) {
  const members = new Map<string, Set<string>>()
  for (const { source, ofAll } of wanted) {
    if (!ofAll) continue
    const keys = members.get(toCall(source.id, ofAll)) ?? new Set()
    members.set(toCall(source.id, ofAll), keys.add(foldCase(ofAll.key)))
  }
  const isAmongOthers = ({ source, ofAll }: WantedTotal) =>
    ofAll !== undefined && (members.get(toCall(source.id, ofAll))?.size ?? 0) >= (ofAll.mapping.worthFrom ?? 2)

  const ofScope = new Map<string, WantedTotal[]>()
  for (const one of wanted)
    if (!isAmongOthers(one)) ofScope.set(toScopeKey(one), [...(ofScope.get(toScopeKey(one)) ?? []), one])
  const chosen = new Map([...ofScope].map(([key, alike]) => [key, chooseSummaries(alike)]))

  const reads = new Map<string, Promise<TotalsOfAll | undefined>>()
  const readMember = async (one: WantedTotal, ofAll: MemberTotal, place: number): Promise<TotalAnswer | undefined> => {
    const name = `${toCall(one.source.id, ofAll)} ${one.aggregation} ${ofAll.mapping.value}`
    const read = reads.get(name) ?? readOfAll(one, ofAll)
    reads.set(name, read)
    const all = await read
    if (wanted.length > 2 * membersPerTurn) await takeTurnOf(Math.floor(place / membersPerTurn))
    const found = all?.totalOf(ofAll.key)
    if (!all || !found) return undefined
    const { gaps, warnings, asOf } = all
    return { answer: { aggregates: [], ...found, ...(asOf !== undefined && { asOf }) }, gaps, warnings }
  }

  // The totals of all members arrive at once; computing from them yields to the event loop.
  const turns = new Map<number, Promise<void>>()
  function takeTurnOf(part: number): Promise<void> {
    const turn = turns.get(part) ?? yieldToEventLoop()
    turns.set(part, turn)
    return turn
  }

  return wanted.map(async (one, place) => {
    if (one.ofAll && isAmongOthers(one)) return readMember(one, one.ofAll, place)
    const summaries = await chosen.get(toScopeKey(one))
    return one.summary && summaries?.has(one) ? readSummary(one, one.summary) : undefined
  })
}

/** Equal for totals that one call for all members returns. */
const toCall = (source: string, { mapping, scope: { range, filter } }: MemberTotal): string =>
  [source, mapping.dataset, range.start, range.end, filter.businessHours].join(' ')

/** Equal for questions with equal filters, whatever their ranges; business hours change only means. */
function toScopeKey({ source, aggregation, scope: { filter } }: WantedTotal): string {
  const businessHours = aggregation === 'MEAN' && filter.businessHours
  const parts = Object.entries({ ...filter, businessHours }).sort(([a], [b]) => (a < b ? -1 : 1))
  return foldCase(JSON.stringify([source.id, parts]))
}
