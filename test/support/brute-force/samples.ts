import { type Answer, answerQuestion, type Figure, type Question } from './answer.ts'

/** One measured thing, at an instant in Unix seconds. */
export interface Sample {
  readonly at: number
  /** Null when the thing happened but has no measure (no business hours). */
  readonly value: number | null
}

export type Aggregation = (samples: readonly Sample[]) => Figure

/** Aggregates the samples that fall in each bucket. `Occurrence` is `Sample` wherever an event stands for itself. */
export function answerFromSamples<Occurrence extends { readonly at: number }>(
  occurrences: readonly Occurrence[],
  aggregate: (inside: readonly Occurrence[]) => Figure,
  question: Question,
): Answer {
  const { horizon = Number.POSITIVE_INFINITY } = question
  const sorted = occurrences.filter(({ at }) => at < horizon).sort((left, right) => left.at - right.at)
  return answerQuestion(question, ({ start, end }) =>
    aggregate(sorted.slice(countBefore(sorted, start), countBefore(sorted, end))),
  )
}

export const sum: Aggregation = (samples) => ({
  value: measuresOf(samples).reduce((left, right) => left + right, 0),
  sampleSize: null,
})

export const mean: Aggregation = (samples) => {
  const measures = measuresOf(samples)
  const value = measures.length === 0 ? null : measures.reduce((left, right) => left + right) / measures.length
  return { value, sampleSize: samples.length }
}

export const least: Aggregation = (samples) => ({
  value: measuresOf(samples).reduce<number | null>((left, right) => Math.min(left ?? right, right), null),
  sampleSize: null,
})

export const most: Aggregation = (samples) => ({
  value: measuresOf(samples).reduce<number | null>((left, right) => Math.max(left ?? right, right), null),
  sampleSize: null,
})

function measuresOf(samples: readonly Sample[]): readonly number[] {
  return samples.map(({ value }) => value).filter((value) => value !== null)
}

/** How many of the sorted occurrences are earlier than an instant in epoch milliseconds. */
function countBefore(sorted: readonly { readonly at: number }[], instant: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((sorted[middle]?.at ?? 0) * 1000 < instant) low = middle + 1
    else high = middle
  }
  return low
}
