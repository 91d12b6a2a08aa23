import { type Contribution, contribute, gather, type Remarks, type SourceGap } from './contribution.ts'
import { type Aggregation, type Metric, metrics } from './metric.ts'
import { isGap, planReading, refuse } from './plan.ts'
import type { FilterKind, ListName, Member, MemberDimension, Reading, Source } from './port.ts'
import { readMembers } from './read.ts'
import type { SourceSeries } from './report.ts'
import { askSource, selectSources } from './run.ts'
import type { Filter, Scope } from './scope.ts'
import { mergeAll, type Tally, toValue } from './tally.ts'
import type { Upstream } from './upstream.ts'

export type Dimension = MemberDimension | 'SOURCE'

export type SliceOrder = 'HIGHEST' | 'LOWEST' | 'LABEL'

/** Which parts of the slices are wanted: totals alone are one call where the provider has one for all. */
export interface SliceNeeds {
  readonly buckets: boolean
  readonly sampleSize: boolean
}

/** One member's part of a report, merged over the sources that know it. */
export interface Slice {
  /** Unique among the slices. */
  readonly key: string
  readonly label: string
  readonly member?: Member
  readonly sources: readonly Source[]
  readonly total: Tally | undefined
  /** As many as the scope has buckets; undefined where only totals were asked for. */
  readonly tallies?: readonly (Tally | undefined)[]
}

export interface Breakdown extends Remarks {
  readonly metric: Metric
  readonly scope: Scope
  readonly by: Dimension
  readonly slices: readonly Slice[]
  readonly isPartial: boolean
}

/** More per-member calls of one source than this are a gap. */
const maxMembers = 100

const lists: Readonly<Record<MemberDimension, ListName>> = {
  AGENT: 'agents',
  TEAM: 'teams',
  INBOX: 'inboxes',
  TAG: 'tags',
}

const kinds: Readonly<Record<MemberDimension, FilterKind>> = {
  AGENT: 'AGENT',
  TEAM: 'TEAM',
  INBOX: 'INBOX',
  TAG: 'TAGS',
}

/** A report split by a dimension, in the fewest calls; throws NoAnswer when no source answered. */
export async function runBreakdown(
  metric: Metric,
  scope: Scope,
  by: Dimension,
  needs: SliceNeeds,
  sources: readonly Source[],
  upstream: Upstream,
): Promise<Breakdown> {
  const asked = selectSources(scope, sources)
  const isShared = asked.filter((source) => !isGap(planReading(source, metric, scope))).length > 1
  const contributions = await Promise.all(
    asked.map((source) =>
      by === 'SOURCE'
        ? toSourceSlice(source, metric, scope, upstream)
        : slice(source, metric, scope, by, needs, isShared, upstream),
    ),
  )
  const { answers, ...remarks } = gather(metric, contributions)
  return { metric, scope, by, slices: mergeSlices(metric, scope, answers.flat()), ...remarks }
}

async function toSourceSlice(
  source: Source,
  metric: Metric,
  scope: Scope,
  upstream: Upstream,
): Promise<Contribution<Slice[]>> {
  const { answer, ...remarks } = await askSource(source, metric, scope, upstream)
  if (!answer) return remarks
  const { total, tallies } = answer
  return { answer: [{ key: source.id, label: source.name, sources: [source], total, tallies }], ...remarks }
}

function slice(
  source: Source,
  metric: Metric,
  scope: Scope,
  by: MemberDimension,
  needs: SliceNeeds,
  isShared: boolean,
  upstream: Upstream,
): Promise<Contribution<Slice[]>> {
  return contribute(source, async () => {
    const planned = planReading(source, metric, scope)
    if (isGap(planned)) return planned
    const upstreamName = source.provider.datasets[planned.dataset]?.upstream ?? planned.dataset
    if (!source.provider.datasets[planned.dataset]?.filters.includes(kinds[by]))
      return refuse('FILTER_UNSUPPORTED', `${upstreamName} cannot be split by ${by.toLowerCase()}`)
    const members = narrow(await upstream.listMembers(source, lists[by]), by, scope.filter)
    const totals = findTotals(source, metric, scope, by, needs, isShared)
    if (totals) {
      const { answer, ...remarks } = await readMembers(source, scope, metrics[metric].aggregation, [totals], upstream)
      return {
        answer: members.map((member) =>
          toSlice(source, by, member, { total: answer.get(member.key)?.[0] ?? countNothing(scope) }),
        ),
        ...remarks,
      }
    }
    if (members.length > maxMembers)
      return refuse(
        'RANGE_TOO_LONG',
        `${members.length} calls, one for each ${by.toLowerCase()}: at most ${maxMembers}`,
      )
    return readEach(source, metric, scope, by, needs, members, upstream)
  })
}

/** The one call for all members, where it means what the series mean and lacks nothing that is wanted. */
function findTotals(
  source: Source,
  metric: Metric,
  { filter }: Scope,
  by: MemberDimension,
  needs: SliceNeeds,
  isShared: boolean,
): Reading | undefined {
  const { agentEmail, team, inbox, tags, goal, greeting } = filter
  const isFiltered = [agentEmail, team, inbox, tags, goal, greeting].some((part) => part !== undefined)
  const reading = source.provider.memberReadings[by][metric]
  if (!reading || isFiltered || needs.buckets) return undefined
  // Without its weight a mean can neither be merged with another source's nor say how many events are behind it.
  const lacksWeight = metrics[metric].aggregation === 'MEAN' && !reading.weight
  return lacksWeight && (needs.sampleSize || (isShared && (by === 'AGENT' || by === 'TAG'))) ? undefined : reading
}

/** A member that a call for all leaves out did nothing, once the range has begun. */
const countNothing = ({ range, now }: Scope): Tally | undefined =>
  range.start <= now ? { amount: 0, weight: 0 } : undefined

/** A total needs neither hours nor buckets: fewer calls where each of them is one. */
const toTotalScope = (scope: Scope): Scope => ({ ...scope, granularity: 'YEAR', buckets: [scope.range] })

async function readEach(
  source: Source,
  metric: Metric,
  scope: Scope,
  by: MemberDimension,
  needs: SliceNeeds,
  members: readonly Member[],
  upstream: Upstream,
) {
  const asked = needs.buckets ? scope : toTotalScope(scope)
  const pick = ({ total, tallies }: SourceSeries) => (needs.buckets ? { total, tallies } : { total })
  const parts = await Promise.all(
    members.map(async (member) => ({
      member,
      ...(await askSource(
        source,
        metric,
        { ...asked, filter: { ...scope.filter, ...toFilter(source, by, member) } },
        upstream,
      )),
    })),
  )
  const gap: SourceGap | undefined = parts
    .flatMap((part) => part.gaps)
    .find(({ isFailure, code }) => isFailure || code !== 'NOT_FOUND')
  if (gap && parts.every((part) => part.answer === undefined)) return gap
  return {
    answer: parts.flatMap(({ member, answer }) => (answer ? [toSlice(source, by, member, pick(answer))] : [])),
    gaps: gap ? [gap] : [],
    warnings: parts.find((part) => part.warnings.length > 0)?.warnings ?? [],
  }
}

function toFilter(source: Source, by: MemberDimension, { key }: Member): Partial<Filter> {
  const id = { source: source.id, id: key }
  return { AGENT: { agentEmail: key }, TEAM: { team: id }, INBOX: { inbox: id }, TAG: { tags: [key] } }[by]
}

/** Those members that the filter already names, if it names any. */
function narrow(
  members: readonly Member[],
  by: MemberDimension,
  { agentEmail, team, inbox, tags }: Filter,
): readonly Member[] {
  const named = { AGENT: agentEmail?.toLowerCase(), TEAM: team?.id, INBOX: inbox?.id, TAG: tags?.[0]?.toLowerCase() }[
    by
  ]
  return named === undefined ? members : members.filter(({ key }) => key.toLowerCase() === named)
}

const toSlice = (
  source: Source,
  by: MemberDimension,
  member: Member,
  part: Pick<Slice, 'total' | 'tallies'>,
): Slice => ({
  // The same person, or the same word, in every source; teams and inboxes belong to theirs.
  key: by === 'AGENT' || by === 'TAG' ? member.key.toLowerCase() : `${source.id}:${member.key}`,
  label: member.name,
  member,
  sources: [source],
  ...part,
})

function mergeSlices(metric: Metric, scope: Scope, slices: readonly Slice[]): Slice[] {
  const { aggregation } = metrics[metric]
  const merged = new Map<string, Slice>()
  for (const one of slices) {
    const known = merged.get(one.key)
    if (!known) merged.set(one.key, one)
    else
      merged.set(one.key, {
        ...known,
        sources: [...known.sources, ...one.sources],
        total: mergeAll(aggregation, [known.total, one.total]),
        ...(known.tallies &&
          one.tallies && {
            tallies: scope.buckets.map((_, index) =>
              mergeAll(aggregation, [known.tallies?.[index], one.tallies?.[index]]),
            ),
          }),
      })
  }
  return [...merged.values()]
}

/** Slices in the order asked; those without a total last, equal ones by label. */
export function orderSlices(slices: readonly Slice[], aggregation: Aggregation, order: SliceOrder): Slice[] {
  const direction = order === 'LOWEST' ? 1 : -1
  const valued = slices.map((slice) => ({ slice, value: order === 'LABEL' ? 0 : toValue(aggregation, slice.total) }))
  const byLabel = (a: Slice, b: Slice) => (a.label === b.label ? 0 : a.label < b.label ? -1 : 1)
  valued.sort((a, b) => {
    if (a.value === null || b.value === null)
      return Number(a.value === null) - Number(b.value === null) || byLabel(a.slice, b.slice)
    return direction * (a.value - b.value) || byLabel(a.slice, b.slice)
  })
  return valued.map(({ slice }) => slice)
}
