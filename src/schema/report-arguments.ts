import type { ArgBuilder } from '@pothos/core'
import type { SchemaTypes } from './builder.ts'
import { Metric } from './enums.ts'
import { ReportScope } from './scope.ts'

/** The arguments of every field that answers one report. */
export const reportArguments = (arg: ArgBuilder<SchemaTypes>) => ({
  metric: arg({ type: Metric, required: true, description: 'The metric to measure.' }),
  scope: arg({
    type: ReportScope,
    required: true,
    description: 'When, how finely, and which part of the work to measure.',
  }),
})
