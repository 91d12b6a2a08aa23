import { type Aggregate, mergeAll, toValue } from '../figures/aggregate.ts'
import { type Aggregation, type Metric, metrics } from '../figures/metric.ts'
import type { Member, MemberDimension } from '../port/directory.ts'
import { findIgnoringCase } from '../port/filter.ts'
import type { Loaders } from '../port/loaders.ts'
import type { FigureNeeds, SourceQuestion } from '../port/plan.ts'
import type { Scope } from '../port/scope.ts'
import type { Source } from '../port/source.ts'
import { breakDownSource } from './break-down-source.ts'
import type { Planner } from './planner.ts'
import { collectResults, type Notices, type SourceResult } from './read/source-result.ts'
import { executePlan, planSource, toSourceQuestions } from './report.ts'

export type Dimension = MemberDimension | 'SOURCE'

export interface Breakdown extends Notices {
  readonly metric: Metric
  readonly scope: Scope
  readonly by: Dimension
  readonly slices: readonly Slice[]
  /** The sources that the slices include. */
  readonly answered: readonly Source[]
  readonly isPartial: boolean
}

/** A report split by a dimension, in the fewest calls; throws NoAnswer when no source answered. */
export async function runBreakdown(
  metric: Metric,
  scope: Scope,
  by: Dimension,
  needs: FigureNeeds,
  sources: readonly Source[],
  loaders: Loaders,
  planner: Planner,
): Promise<Breakdown> {
  const questions = toSourceQuestions({ metric, scope, sources, needs })
  const results = await Promise.all(
    questions.map((question) =>
      by === 'SOURCE'
        ? toSourceSlice(question, loaders, planner)
        : breakDownSource({ ...question, by }, loaders, planner),
    ),
  )
  const { answers, ...notices } = collectResults(metric, results)
  const slices = by === 'TAG' ? alignTags(answers) : answers.flat()
  const answered = questions.flatMap(({ source }, place) => (results[place]?.answer === undefined ? [] : [source]))
  return { metric, scope, by, slices: mergeSlices(metric, scope, slices), answered, ...notices }
}

async function toSourceSlice(
  question: SourceQuestion,
  loaders: Loaders,
  planner: Planner,
): Promise<SourceResult<Slice[]>> {
  const { source, needs } = question
  const { answer, ...notices } = await executePlan(source, planSource(question, planner), loaders)
  if (!answer) return notices
  const { total, aggregates } = answer
  const part = needs.buckets ? { total, aggregates } : { total }
  return { answer: [{ key: source.id, label: source.name, sources: [source], ...part }], ...notices }
}

/** One member's part of a report, merged over the sources that know it. */
export interface Slice {
  /** Unique among the slices. */
  readonly key: string
  readonly label: string
  readonly member?: Member
  readonly sources: readonly Source[]
  readonly total: Aggregate | undefined
  /** As many as the scope has buckets; undefined if only totals were requested. */
  readonly aggregates?: readonly (Aggregate | undefined)[]
}

export type SliceOrder = 'HIGHEST' | 'LOWEST' | 'LABEL'

/**
 * Slices of each source by tag, with equal keys for those that a filter by one of the tags adds up. Letter case does not
 * matter between sources; a source that lists two spellings has two tags, and each is joined by the others' one tag.
 */
function alignTags(answers: readonly (readonly Slice[])[]): Slice[] {
  const spellings = new Map<string, Set<string>>()
  for (const slices of answers)
    for (const [folded, alike] of groupBy(slices, ({ key }) => key))
      if (alike.length > 1) spellings.set(folded, new Set([...(spellings.get(folded) ?? []), ...alike.map(toTag)]))
  return answers.flatMap((slices) =>
    [...groupBy(slices, ({ key }) => key)].flatMap(([folded, alike]) => {
      const tags = spellings.get(folded)
      if (!tags) return alike
      return [...tags].flatMap((tag) => {
        const one = findIgnoringCase(alike, toTag, tag)
        return one ? [{ ...one, key: tag, label: tag, member: { key: tag, name: tag } }] : []
      })
    }),
  )
}

const toTag = ({ member }: Slice): string => member?.key ?? ''

function groupBy<T>(list: readonly T[], toKey: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const one of list) {
    const group = groups.get(toKey(one))
    if (group) group.push(one)
    else groups.set(toKey(one), [one])
  }
  return groups
}

/** Slices of the same member as one. */
export function mergeSlices(metric: Metric, scope: Scope, slices: readonly Slice[]): Slice[] {
  const { aggregation } = metrics[metric]
  const merged = new Map<string, Slice>()
  for (const one of slices) {
    const known = merged.get(one.key)
    if (!known) merged.set(one.key, one)
    else
      merged.set(one.key, {
        ...known,
        sources: [...new Set([...known.sources, ...one.sources])],
        total: mergeAll(aggregation, [known.total, one.total]),
        ...(known.aggregates &&
          one.aggregates && {
            aggregates: scope.buckets.map((_, index) =>
              mergeAll(aggregation, [known.aggregates?.[index], one.aggregates?.[index]]),
            ),
          }),
      })
  }
  return [...merged.values()]
}

/** Slices in the requested order; those without a total last, equal ones by label. */
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
