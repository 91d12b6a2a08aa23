import { toSampleSize, toValue } from '../../report/figures/aggregate.ts'
import { metrics } from '../../report/figures/metric.ts'
import type { Breakdown } from '../../report/questions/breakdown.ts'
import type { Rest } from '../../report/questions/rest.ts'
import { builder } from '../build/builder.ts'
import { BucketRef, toBucketFigures } from './report.ts'

const aggregationOf = ({ metric }: Pick<Breakdown, 'metric'>) => metrics[metric].aggregation

export interface RestOf extends Rest, Pick<Breakdown, 'metric' | 'scope'> {}

export const BreakdownRestRef = builder.objectRef<RestOf>('BreakdownRest').implement({
  description:
    'The total minus the slices: what is unassigned, belongs to members that are no longer listed, or to slices beyond `first`.',
  fields: (t) => ({
    total: t.float({
      nullable: true,
      description: "The rest of the value for the whole range, in the report's `unit`; null when nothing was measured.",
      resolve: (rest) => toValue(aggregationOf(rest), rest.total),
    }),
    sampleSize: t.int({
      nullable: true,
      description:
        'Number of events that a MEAN or RATIO of the rest is based on; null for other aggregations and when nothing was measured.',
      resolve: (rest) => toSampleSize(aggregationOf(rest), rest.total),
    }),
    buckets: t.field({
      type: [BucketRef],
      nullable: true,
      description:
        'Every bucket of the range for the rest, oldest first. Costs one more upstream call per slice unless the provider returns all slices in one call. Null when a source reports totals only.',
      resolve: ({ scope, aggregates, metric }) =>
        aggregates ? toBucketFigures(scope, aggregationOf({ metric }), aggregates) : null,
    }),
  }),
})
