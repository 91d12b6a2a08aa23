import { type Answer, answerQuestion, type Question } from './answer.ts'

/** Something that lasts: Unix seconds, the end left out. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Measures the part of the spans in each bucket; spans in progress are truncated at the horizon. */
export function answerFromSpans(
  spans: readonly Span[],
  measure: (inside: readonly Span[]) => number,
  question: Question,
): Answer {
  const { horizon = Number.POSITIVE_INFINITY } = question
  return answerQuestion(question, (window) => {
    const from = window.start / 1000
    const to = Math.min(window.end / 1000, horizon)
    const inside = spans
      .filter(({ start, end }) => start < to && end > from && start < end)
      .map(({ start, end }) => ({ start: Math.max(start, from), end: Math.min(end, to) }))
    return { value: measure(inside), sampleSize: null }
  })
}

/** Seconds during which at least one span runs. */
export function measureUnion(spans: readonly Span[]): number {
  let seconds = 0
  let reached = Number.NEGATIVE_INFINITY
  for (const { start, end } of spans.toSorted((left, right) => left.start - right.start)) {
    seconds += Math.max(0, end - Math.max(start, reached))
    reached = Math.max(reached, end)
  }
  return seconds
}

/** The most spans that run at one instant: a span that ends just as another starts does not run with it. */
export function measurePeak(spans: readonly Span[]): number {
  const steps = spans.flatMap(({ start, end }) => [
    { at: start, change: 1 },
    { at: end, change: -1 },
  ])
  let running = 0
  let peak = 0
  for (const { change } of steps.sort((left, right) => left.at - right.at || left.change - right.change)) {
    running += change
    peak = Math.max(peak, running)
  }
  return peak
}
