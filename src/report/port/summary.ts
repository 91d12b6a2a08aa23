import type { Metric } from '../figures/metric.ts'
import type { Chunk, MetricMapping } from './port.ts'

/** A call that tells the totals of several metrics over one scope. */
export interface Summary {
  /** Where they mean what the series mean. A MEAN without `weight` stands alone: it can be shown, but not merged. */
  readonly mappings: Readonly<Partial<Record<Metric, MetricMapping>>>
  /** How many calls tell of these spans. */
  countCalls(spans: readonly Chunk[]): number
}
