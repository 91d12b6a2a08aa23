import { type Aggregate, mergeAll } from '../figures/aggregate.ts'
import type { Aggregation } from '../figures/metric.ts'
import { type Gap, makesPartial } from '../port/error.ts'
import type { Loaders } from '../port/loaders.ts'
import type { MappedRead, Read, SeriesAggregates } from '../port/plan.ts'
import type { Scope } from '../port/scope.ts'
import { isSupported, type QueueOutcomeName, type Source } from '../port/source.ts'
import { findUnsupported, isGap, type Planner, toGap } from './planner.ts'
import { readAggregates } from './read/read.ts'
import { collectResults, mergeWarnings, NoAnswer, type Notices, toSourceResult } from './read/source-result.ts'
import { selectSources } from './report.ts'

const outcomeNames = ['queued', 'entered', 'abandoned'] as const satisfies readonly QueueOutcomeName[]

/** Counts are added, means weighted, and extremes true over buckets and sources. */
export const queueAggregations = { count: 'SUM', min: 'MIN', average: 'MEAN', max: 'MAX' } as const satisfies Record<
  string,
  Aggregation
>

type FigureName = keyof typeof queueAggregations
const figureNames = Object.keys(queueAggregations) as readonly FigureName[]

/** The figures of one outcome. */
export type Outcome = Readonly<Record<FigureName, Aggregate | undefined>>
export type Outcomes = Readonly<Record<QueueOutcomeName, Outcome>>

export interface QueueStats extends Notices {
  readonly scope: Scope
  readonly total: Outcomes
  /** As many as the scope has buckets. */
  readonly buckets: readonly Outcomes[]
  readonly isPartial: boolean
}

type Answers = Readonly<Record<QueueOutcomeName, Readonly<Record<FigureName, SeriesAggregates>>>>

/** The reads of each figure of each outcome, or why the source has none. No I/O. */
export function planQueue(
  source: Source,
  scope: Scope,
  planner: Planner,
): Record<QueueOutcomeName, Record<FigureName, MappedRead>> | Gap {
  const { queue } = source.provider
  if (!isSupported(queue)) return toGap('METRIC_UNSUPPORTED', queue.unsupported)
  const mappings = outcomeNames.flatMap((name) => figureNames.map((figure) => queue[name][figure]))
  const reads = new Map<string, Read>()
  for (const { dataset } of mappings) {
    const read = findUnsupported(source, dataset, scope, 'SUM') ?? planner.planRead(source, dataset, scope)
    if (isGap(read)) return read
    reads.set(dataset, read)
  }
  return mapOutcomes((name, figure) => {
    const mapping = queue[name][figure]
    return { mapping, read: reads.get(mapping.dataset) as Read }
  })
}

/** How many visitors waited, how long, and what became of them; throws NoAnswer when no source that has a queue answered. */
export async function runQueue(
  scope: Scope,
  sources: readonly Source[],
  loaders: Loaders,
  planner: Planner,
): Promise<QueueStats> {
  const selected = selectSources(scope, sources)
  const results = await Promise.all(
    selected.map((source) =>
      toSourceResult(source, async () => {
        const plan = planQueue(source, scope, planner)
        return isGap(plan) ? plan : readQueue(plan, loaders)
      }),
    ),
  )
  const { answers, ...notices } = collectUnlessLive(selected, results)
  const merge = (pick: (answer: SeriesAggregates) => Aggregate | undefined) =>
    mapOutcomes((name, figure) =>
      mergeAll(
        queueAggregations[figure],
        answers.map((answer) => pick(answer[name][figure])),
      ),
    )
  return {
    scope,
    total: merge((answer) => answer.total),
    buckets: scope.buckets.map((_, index) => merge((answer) => answer.aggregates[index])),
    ...notices,
  }
}

/** A source without a history of its queue may still report current counts. */
function collectUnlessLive(selected: readonly Source[], results: Parameters<typeof collectResults<Answers>>[1]) {
  try {
    return collectResults('the queue statistics', results)
  } catch (error) {
    if (!(error instanceof NoAnswer) || !selected.some((source) => source.readLive)) throw error
    return { answers: [], gaps: error.gaps, warnings: [], isPartial: error.gaps.some(makesPartial) }
  }
}

async function readQueue(plan: Exclude<ReturnType<typeof planQueue>, Gap>, loaders: Loaders) {
  const read = await Promise.all(
    outcomeNames.flatMap((name) =>
      figureNames.map(async (figure) => ({
        name,
        figure,
        ...(await readAggregates(plan[name][figure], queueAggregations[figure], loaders)),
      })),
    ),
  )
  const answer = mapOutcomes(
    (name, figure) =>
      read.find((one) => one.name === name && one.figure === figure)?.answer ?? { aggregates: [], total: undefined },
  )
  return { answer, gaps: read[0]?.gaps ?? [], warnings: mergeWarnings(read.map(({ warnings }) => warnings)) }
}

/** One value for each figure of each outcome. */
function mapOutcomes<T>(
  toValue: (name: QueueOutcomeName, figure: FigureName) => T,
): Record<QueueOutcomeName, Record<FigureName, T>> {
  const outcome = (name: QueueOutcomeName) => ({
    count: toValue(name, 'count'),
    min: toValue(name, 'min'),
    average: toValue(name, 'average'),
    max: toValue(name, 'max'),
  })
  return { queued: outcome('queued'), entered: outcome('entered'), abandoned: outcome('abandoned') }
}
