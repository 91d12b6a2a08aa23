import type { Bucket } from './calendar.ts'

export interface Filter {
  readonly agentEmail?: string
  readonly team?: number
  readonly inbox?: number
  readonly tag?: string
  readonly goal?: number
  readonly greeting?: number
  readonly businessHours?: boolean
}

export interface Question<Metric extends string = string> {
  readonly metric: Metric
  /** Without gaps, oldest first. */
  readonly buckets: readonly Bucket[]
  readonly filter?: Filter
  /** Unix seconds: what happened at or after it does not exist yet. */
  readonly horizon?: number
  /** Epoch milliseconds: a bucket that begins after it has no figure. */
  readonly now?: number
}

export interface Figure {
  readonly value: number | null
  readonly sampleSize: number | null
}

export interface Answer {
  readonly buckets: readonly Figure[]
  readonly total: number | null
  readonly totalSampleSize: number | null
}

const noFigure: Figure = { value: null, sampleSize: null }

/** Measures each bucket, and for the total the whole range in the same way. */
export function answerQuestion(question: Question, measure: (window: Bucket) => Figure): Answer {
  const { buckets, now = Number.POSITIVE_INFINITY } = question
  const measureBegun = (window: Bucket) => (window.start > now ? noFigure : measure(window))
  const total = measureBegun({ start: buckets[0]?.start ?? 0, end: buckets.at(-1)?.end ?? 0 })
  return { buckets: buckets.map(measureBegun), total: total.value, totalSampleSize: total.sampleSize }
}
