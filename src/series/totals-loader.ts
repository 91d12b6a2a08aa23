import DataLoader from 'dataloader'
import type { Aggregation } from '../report/figures/metric.ts'
import { foldCase } from '../report/port/fold-case.ts'
import type { Loaders } from '../report/port/loaders.ts'
import type { MemberTotal, PlanResult, SourcePlan } from '../report/port/plan.ts'
import type { MemberTotals } from '../report/questions/read/member-total.ts'

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
  const loader = new DataLoader<SourcePlan, Promise<PlanResult | undefined>>(
    async (plans) => readTogether(plans, calls),
    { cache: false },
  )
  return async (plan) => loader.load(plan)
}

/** A promise for each: a plan whose own series is read does not wait for the totals of others. */
function readTogether(plans: readonly SourcePlan[], { readMemberTotals, chooseSummaries, readSummary }: SharedCalls) {
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
  const readMember = async (one: SourcePlan, ofAll: MemberTotal): Promise<PlanResult | undefined> => {
    const name = `${toCall(one.source.id, ofAll)} ${one.aggregation} ${ofAll.mapping.value}`
    const found = reads.get(name) ?? readMemberTotals(ofAll, one.aggregation)
    reads.set(name, found)
    const all = await found
    const total = all?.totalOf(ofAll.key)
    if (!all || !total) return undefined
    const { gaps, warnings, asOf } = all
    return { answer: { aggregates: [], ...total, ...(asOf !== undefined && { asOf }) }, gaps, warnings }
  }

  return plans.map(async (one) => {
    if (one.ofAll && isAmongOthers(one)) return readMember(one, one.ofAll)
    const summaries = await chosen.get(toScopeKey(one))
    return one.summary && summaries?.has(one) ? readSummary(one) : undefined
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
