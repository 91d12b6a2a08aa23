import type { Answer, Figure } from './brute-force/answer.ts'
import type { Bucket } from './brute-force/calendar.ts'
import type { LiveChatMetric } from './brute-force/livechat.ts'

const noFigure: Figure = { value: null, sampleSize: null }

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const meanOf = (figures: readonly Figure[]) =>
  sum(figures.map(({ value, sampleSize }) => (value ?? 0) * (sampleSize ?? 0))) / sizeOf(figures)
const sizeOf = (figures: readonly Figure[]) => sum(figures.map(({ sampleSize }) => sampleSize ?? 0))
const valuesOf = (figures: readonly Figure[]) => figures.flatMap(({ value }) => value ?? [])

/** Metrics that no subtraction yields, and how hours combine into their total. */
const totals: Readonly<Partial<Record<LiveChatMetric, (figures: readonly Figure[]) => number>>> = {
  QUEUE_WAITING_TIME: meanOf,
  QUEUE_WAITING_TIME_MAX: (figures) => Math.max(...valuesOf(figures)),
  QUEUE_WAITING_TIME_MIN: (figures) => Math.min(...valuesOf(figures)),
  TICKET_RESOLUTION_TIME: meanOf,
  TICKET_FIRST_RESPONSE_TIME: meanOf,
}

/** What can be known where a clock moves by half an hour: LiveChat has no figure for the half hour that is left over. */
export function loseHalfHour(metric: LiveChatMetric, hours: readonly Bucket[], answer: Answer): Answer {
  const totalOf = totals[metric]
  const isLost = ({ value }: Figure, place: number) =>
    value !== null && (hours[place]?.end ?? 0) - (hours[place]?.start ?? 0) < 3_600_000
  if (!totalOf || !answer.buckets.some(isLost)) return answer
  const buckets = answer.buckets.map((figure, place) => (isLost(figure, place) ? noFigure : figure))
  const totalSampleSize = totalOf === meanOf ? sizeOf(buckets) : null
  return { buckets, total: totalOf(buckets), totalSampleSize }
}
