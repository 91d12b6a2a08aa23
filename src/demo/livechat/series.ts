import { cutBuckets, type Span } from './buckets.ts'
import type { Endpoint } from './endpoint.ts'
import type { Chronicle } from './event-index.ts'
import { roundRatio } from './figures.ts'
import { countCovered, type Stretch, type Stretches, stretchesWithin } from './intervals.ts'
import { joinLists } from './join-lists.ts'
import type { Parameter } from './parameters.ts'
import type { Question } from './question.ts'
import { type Selectable, type Selection, selects } from './selection.ts'
import { entriesWithin, type Timeline } from './timeline.ts'

/** Figures of what happened in each bucket. */
export const happenings = <Entry extends Selectable>(
  parameters: readonly Parameter[],
  source: (chronicle: Chronicle) => Timeline<Entry>,
  figures: (entries: readonly Entry[], selection: Selection) => object,
): Endpoint => ({
  parameters,
  answer: (chronicle, question) => {
    const timeline = source(chronicle)
    const isSelected = selects(question.selection)
    return answerBuckets(question, (spans) => {
      const entries = joinLists(spans.map((span) => entriesWithin(timeline, span)))
      return figures(entries.filter(isSelected), question.selection)
    })
  },
})

/** The time in each bucket during which anything ran: minutes of an hour, hours of a day. */
export const runningTime = <Entry extends Selectable & Stretch>(
  parameters: readonly Parameter[],
  source: (chronicle: Chronicle) => Stretches<Entry>,
): Endpoint => ({
  parameters,
  answer: (chronicle, question) => {
    const stretches = source(chronicle)
    const isSelected = selects(question.selection)
    return answerBuckets(question, (spans) => {
      const running = joinLists(spans.map((span) => stretchesWithin(stretches, span)))
      const seconds = countCovered(running.filter(isSelected))
      return question.grouping === 'hour' ? { minutes: roundRatio(seconds, 60) } : { hours: roundRatio(seconds, 3600) }
    })
  },
})

/** What the spans hold so far. */
export const clipSpans = (spans: readonly Span[], horizon: number): readonly Span[] =>
  spans.map(({ from, to }) => ({ from, to: Math.min(to, horizon) }))

const answerBuckets = (question: Question, figures: (spans: readonly Span[]) => object): object =>
  Object.fromEntries(
    cutBuckets[question.grouping](question.range, question.zone).map((bucket) => [
      bucket.key,
      { ...bucket.bounds, ...figures(clipSpans(bucket.spans, question.horizon)) },
    ]),
  )
