import { contribute, gather, NoAnswer, type Remarks } from './contribution.ts'
import { makesPartial } from './error.ts'
import type { Aggregation } from './metric.ts'
import { findRefusal, refuse } from './plan.ts'
import { isSupported, type QueueOutcomeName, type QueueReadings, type Source } from './port.ts'
import { type ReadAnswer, readTallies } from './read.ts'
import { selectSources } from './run.ts'
import type { Scope } from './scope.ts'
import { mergeAll, type Tally } from './tally.ts'
import { uniteWarnings } from './unite-warnings.ts'
import type { Upstream } from './upstream.ts'

const outcomeNames = ['queued', 'entered', 'abandoned'] as const satisfies readonly QueueOutcomeName[]

/** Counts are added, means weighted, and extremes true over buckets and sources. */
export const queueAggregations = { count: 'SUM', min: 'MIN', average: 'MEAN', max: 'MAX' } as const satisfies Record<
  string,
  Aggregation
>

type FigureName = keyof typeof queueAggregations
const figureNames = Object.keys(queueAggregations) as readonly FigureName[]

/** The figures of one outcome. */
export type Outcome = Readonly<Record<FigureName, Tally | undefined>>
export type Outcomes = Readonly<Record<QueueOutcomeName, Outcome>>

export interface QueueStats extends Remarks {
  readonly scope: Scope
  readonly total: Outcomes
  /** As many as the scope has buckets. */
  readonly buckets: readonly Outcomes[]
  readonly isPartial: boolean
}

type Answers = Readonly<Record<QueueOutcomeName, Readonly<Record<FigureName, ReadAnswer>>>>

/** Who waited, how long, and what came of it; throws NoAnswer when no source that has a queue answered. */
export async function runQueue(scope: Scope, sources: readonly Source[], upstream: Upstream): Promise<QueueStats> {
  const asked = selectSources(scope, sources)
  const contributions = await Promise.all(
    asked.map((source) =>
      contribute(source, async () => {
        const { queue } = source.provider
        if (!isSupported(queue)) return refuse('METRIC_UNSUPPORTED', queue.unsupported)
        const datasets = new Set(
          outcomeNames.flatMap((name) => figureNames.map((figure) => queue[name][figure].dataset)),
        )
        const refusal = [...datasets].flatMap((dataset) => findRefusal(source, dataset, scope, 'SUM') ?? [])[0]
        return refusal ?? readQueue(source, scope, queue, upstream)
      }),
    ),
  )
  const { answers, ...remarks } = gatherUnlessLive(asked, contributions)
  const merge = (pick: (answer: ReadAnswer) => Tally | undefined) =>
    mapOutcomes((name, figure) =>
      mergeAll(
        queueAggregations[figure],
        answers.map((answer) => pick(answer[name][figure])),
      ),
    )
  return {
    scope,
    total: merge((answer) => answer.total),
    buckets: scope.buckets.map((_, index) => merge((answer) => answer.tallies[index])),
    ...remarks,
  }
}

/** A source without a history of its queue may still tell what is going on now. */
function gatherUnlessLive(asked: readonly Source[], contributions: Parameters<typeof gather<Answers>>[1]) {
  try {
    return gather('the queue statistics', contributions)
  } catch (error) {
    if (!(error instanceof NoAnswer) || !asked.some((source) => source.readLive)) throw error
    return { answers: [], gaps: error.gaps, warnings: [], isPartial: error.gaps.some(makesPartial) }
  }
}

async function readQueue(source: Source, scope: Scope, queue: QueueReadings, upstream: Upstream) {
  const read = await Promise.all(
    outcomeNames.flatMap((name) =>
      figureNames.map(async (figure) => {
        const said = await readTallies(source, scope, queueAggregations[figure], queue[name][figure], upstream)
        return { name, figure, ...said }
      }),
    ),
  )
  const answer = mapOutcomes(
    (name, figure) =>
      read.find((one) => one.name === name && one.figure === figure)?.answer ?? { tallies: [], total: undefined },
  )
  return { answer, gaps: read[0]?.gaps ?? [], warnings: uniteWarnings(read.map(({ warnings }) => warnings)) }
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
