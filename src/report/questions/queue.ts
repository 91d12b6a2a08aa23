import { type Aggregate, mergeAll } from '../figures/aggregate.ts'
import type { Aggregation } from '../figures/metric.ts'
import { makesPartial } from '../port/error.ts'
import type { Loaders } from '../port/loaders.ts'
import { isSupported, type QueueMappings, type QueueOutcomeName, type Source } from '../port/port.ts'
import type { Scope } from '../port/scope.ts'
import { findUnsupported, toGap } from './plan.ts'
import { readAggregates, type SeriesAggregates } from './read.ts'
import { selectSources } from './run-report.ts'
import { collectResults, NoAnswer, type Notices, toSourceResult } from './source-result.ts'
import { mergeWarnings } from './warnings.ts'

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

/** Who waited, how long, and what came of it; throws NoAnswer when no source that has a queue answered. */
export async function runQueue(scope: Scope, sources: readonly Source[], loaders: Loaders): Promise<QueueStats> {
  const asked = selectSources(scope, sources)
  const results = await Promise.all(
    asked.map((source) =>
      toSourceResult(source, async () => {
        const { queue } = source.provider
        if (!isSupported(queue)) return toGap('METRIC_UNSUPPORTED', queue.unsupported)
        const datasets = new Set(
          outcomeNames.flatMap((name) => figureNames.map((figure) => queue[name][figure].dataset)),
        )
        const refusal = [...datasets].flatMap((dataset) => findUnsupported(source, dataset, scope, 'SUM') ?? [])[0]
        return refusal ?? readQueue(source, scope, queue, loaders)
      }),
    ),
  )
  const { answers, ...notices } = gatherUnlessLive(asked, results)
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

/** A source without a history of its queue may still tell what is going on now. */
function gatherUnlessLive(asked: readonly Source[], results: Parameters<typeof collectResults<Answers>>[1]) {
  try {
    return collectResults('the queue statistics', results)
  } catch (error) {
    if (!(error instanceof NoAnswer) || !asked.some((source) => source.readLive)) throw error
    return { answers: [], gaps: error.gaps, warnings: [], isPartial: error.gaps.some(makesPartial) }
  }
}

async function readQueue(source: Source, scope: Scope, queue: QueueMappings, loaders: Loaders) {
  const read = await Promise.all(
    outcomeNames.flatMap((name) =>
      figureNames.map(async (figure) => {
        const answered = await readAggregates(source, scope, queueAggregations[figure], queue[name][figure], loaders)
        return { name, figure, ...answered }
      }),
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
