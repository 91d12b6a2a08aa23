import type { Metric } from './metric.ts'
import type { Cell, Reading } from './port.ts'

/** A call that tells the totals of several metrics over one scope. */
export interface Summary {
  /** Where they mean what the series mean. A MEAN without `weight` stands alone: it can be shown, but not merged. */
  readonly readings: Readonly<Partial<Record<Metric, Reading>>>
  /** How many calls tell of these spans. */
  countCalls(spans: readonly Cell[]): number
}
