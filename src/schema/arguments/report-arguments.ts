import type { ArgBuilder } from '@pothos/core'
import type { SchemaTypes } from '../build/builder.ts'
import { MetricRef } from '../build/enums.ts'
import { ReportScopeRef } from './scope.ts'

/** The argument of every field that returns figures of a scope. */
export const scopeArgument = (arg: ArgBuilder<SchemaTypes>) => ({
  scope: arg({
    type: ReportScopeRef,
    required: true,
    description: 'The range, granularity, time zone and filter.',
  }),
})

/** The arguments of every field that returns a report. */
export const reportArguments = (arg: ArgBuilder<SchemaTypes>) => ({
  metric: arg({ type: MetricRef, required: true, description: 'The metric to report.' }),
  ...scopeArgument(arg),
})
