import type { ArgBuilder } from '@pothos/core'
import type { SchemaTypes } from '../build/builder.ts'
import { Metric } from '../build/enums.ts'
import { ReportScope } from './scope.ts'

/** The argument of every field that answers for a scope. */
export const scopeArgument = (arg: ArgBuilder<SchemaTypes>) => ({
  scope: arg({
    type: ReportScope,
    required: true,
    description: 'The range, granularity, time zone and filter.',
  }),
})

/** The arguments of every field that answers one report. */
export const reportArguments = (arg: ArgBuilder<SchemaTypes>) => ({
  metric: arg({ type: Metric, required: true, description: 'The metric to report.' }),
  ...scopeArgument(arg),
})
