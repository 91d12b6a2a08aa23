import DataLoader from 'dataloader'
import { yieldToEventLoop } from '../concurrency/yield-to-event-loop.ts'
import { foldCase } from '../report/port/fold-case.ts'
import type { Loaders } from '../report/port/loaders.ts'
import type { MetricMapping } from '../report/port/port.ts'
import type { MemberTotal } from '../report/questions/member-total.ts'
import type { TotalAnswer, TotalsOfAll, WantedTotal } from '../report/questions/total.ts'

/** The calls that tell several totals, and which of them are worth it. */
interface SharedCalls {
  readonly readOfAll: (wanted: WantedTotal, ofAll: MemberTotal) => Promise<TotalsOfAll | undefined>
  /** Those of one scope's questions that its summary is to tell. */
  readonly chooseSummaries: (wanted: readonly WantedTotal[]) => Promise<ReadonlySet<WantedTotal>>
  readonly readSummary: (wanted: WantedTotal, summary: MetricMapping) => Promise<TotalAnswer | undefined>
}

/**
 * Collects the totals that the fields of one operation want. Those of two or more members are one call for all; a
 * single one is left to his own series, which costs no more and whose days are kept. Those of several metrics of one
 * scope are a summary, where that is fewer calls. No total waits for another source's.
 */
export function createTotalsLoader(calls: SharedCalls): Loaders['readTotal'] {
  const loader = new DataLoader<WantedTotal, Promise<TotalAnswer | undefined>>(
    async (wanted) => readTogether(wanted, calls),
    { cache: false },
  )
  return async (wanted) => loader.load(wanted)
}

/** Members whose totals are computed in one go. */
const membersPerTurn = 50

/** A promise for each: whoever is left to his series does not wait for the totals of others. */
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

  const readings = new Map<string, Promise<TotalsOfAll | undefined>>()
  const readMember = async (one: WantedTotal, ofAll: MemberTotal, place: number): Promise<TotalAnswer | undefined> => {
    const name = `${toCall(one.source.id, ofAll)} ${one.aggregation} ${ofAll.mapping.value}`
    const reading = readings.get(name) ?? readOfAll(one, ofAll)
    readings.set(name, reading)
    const all = await reading
    if (wanted.length > 2 * membersPerTurn) await takeTurnOf(Math.floor(place / membersPerTurn))
    const found = all?.totalOf(ofAll.key)
    if (!all || !found) return undefined
    const { gaps, warnings, asOf } = all
    return { answer: { aggregates: [], ...found, ...(asOf !== undefined && { asOf }) }, gaps, warnings }
  }

  // The totals of all members arrive at once; what is computed from them yields to the event loop.
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

/** Equal for totals that one call for all members tells. */
const toCall = (source: string, { mapping, scope: { range, filter } }: MemberTotal): string =>
  [source, mapping.dataset, range.start, range.end, filter.businessHours].join(' ')

/** Equal for questions whose rows are narrowed alike, whatever their ranges; business hours change means alone. */
function toScopeKey({ source, aggregation, scope: { filter } }: WantedTotal): string {
  const businessHours = aggregation === 'MEAN' && filter.businessHours
  const parts = Object.entries({ ...filter, businessHours }).sort(([a], [b]) => (a < b ? -1 : 1))
  return foldCase(JSON.stringify([source.id, parts]))
}
