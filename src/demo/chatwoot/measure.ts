import { average, type Metric } from './metrics.ts'
import type { Occurrence } from './occurrences.ts'
import type { Range } from './parameters.ts'
import type { RowIndex } from './row-index.ts'
import type { Scope } from './scope.ts'

export interface Question {
  readonly index: RowIndex
  readonly scope: Scope
  readonly range: Range
  readonly businessHours: boolean
  /** Unix seconds. Rows created at this instant or later do not exist yet. */
  readonly horizon: number
}

/** The value of a metric in one part of the requested range, and the number of rows it was computed from. */
export interface Measurement {
  readonly value: number | null
  readonly count: number
}

/** Prepares a metric for the whole range, and returns a function that measures parts of it. */
export function createMeasure(metric: Metric, question: Question): (part: Range) => Measurement {
  const { index, scope, range, businessHours, horizon } = question
  const exists = ({ since, until }: Range): Range => ({ since, until: Math.min(until, horizon) })
  const track = index.track(metric.source, scope)
  const read = (part: Range): readonly Occurrence[] => track(exists(part))
  if (metric.kind === 'average') {
    return (part) => {
      const occurrences = read(part)
      return { value: average(occurrences, businessHours), count: occurrences.length }
    }
  }
  const excluded = metric.unless ? conversationsOf(index.track(metric.unless, scope)(exists(range))) : null
  return (part) => {
    const all = read(part)
    const counted = excluded ? all.filter((occurrence) => !excluded.has(occurrence.conversationId)) : all
    const count = metric.distinct ? conversationsOf(counted).size : counted.length
    return { value: count, count }
  }
}

const conversationsOf = (occurrences: readonly Occurrence[]): ReadonlySet<number | null> =>
  new Set(occurrences.map((occurrence) => occurrence.conversationId))
