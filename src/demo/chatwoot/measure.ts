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
  /** Rows created at or after it do not exist yet; Unix seconds. */
  readonly horizon: number
}

/** The number of a metric in one part of the range asked about, and how many rows it was made from. */
export interface Measurement {
  readonly value: number | null
  readonly count: number
}

/** Prepares a metric for the whole range, and answers for its parts. */
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
