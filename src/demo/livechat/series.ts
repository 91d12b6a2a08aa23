import { cutBuckets, type Span } from './buckets.ts'
import type { Endpoint } from './endpoint.ts'
import type { EventIndex } from './event-index.ts'
import { roundRatio } from './figures.ts'
import { countCovered, type Interval, type Intervals, intervalsWithin } from './intervals.ts'
import { joinLists } from './join-lists.ts'
import type { Parameter } from './parameters.ts'
import type { Question } from './question.ts'
import { type Selectable, type Selection, selects } from './selection.ts'
import { entriesWithin, type Timeline } from './timeline.ts'

/** An endpoint with figures of the entries in each bucket. */
export const eventSeries = <Entry extends Selectable>(
  parameters: readonly Parameter[],
  source: (index: EventIndex) => Timeline<Entry>,
  figures: (entries: readonly Entry[], selection: Selection) => object,
): Endpoint => ({
  parameters,
  respond: (index, question) => {
    const timeline = source(index)
    const isSelected = selects(question.selection)
    return mapBuckets(question, (spans) => {
      const entries = joinLists(spans.map((span) => entriesWithin(timeline, span)))
      return figures(entries.filter(isSelected), question.selection)
    })
  },
})

/** An endpoint with the time that intervals cover in each bucket: minutes of an hour, hours of a day. */
export const durationSeries = <Entry extends Selectable & Interval>(
  parameters: readonly Parameter[],
  source: (index: EventIndex) => Intervals<Entry>,
): Endpoint => ({
  parameters,
  respond: (index, question) => {
    const intervals = source(index)
    const isSelected = selects(question.selection)
    return mapBuckets(question, (spans) => {
      const running = joinLists(spans.map((span) => intervalsWithin(intervals, span)))
      const seconds = countCovered(running.filter(isSelected))
      return question.grouping === 'hour' ? { minutes: roundRatio(seconds, 60) } : { hours: roundRatio(seconds, 3600) }
    })
  },
})

/** Truncates the spans at the horizon. */
export const clipSpans = (spans: readonly Span[], horizon: number): readonly Span[] =>
  spans.map(({ from, to }) => ({ from, to: Math.min(to, horizon) }))

const mapBuckets = (question: Question, figures: (spans: readonly Span[]) => object): object =>
  Object.fromEntries(
    cutBuckets[question.grouping](question.range, question.zone).map((bucket) => [
      bucket.key,
      { ...bucket.bounds, ...figures(clipSpans(bucket.spans, question.horizon)) },
    ]),
  )
