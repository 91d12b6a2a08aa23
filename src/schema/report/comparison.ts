import type { ComparisonPeriod } from '../../report/questions/comparison.ts'
import { builder } from '../build/builder.ts'
import { defineEnum } from '../build/enums.ts'
import { ReportRef } from './report.ts'
import { ReportGapRef } from './report-parts.ts'
import type { ComparisonRequest } from './report-request.ts'

const ComparisonPeriodRef = defineEnum<ComparisonPeriod>(
  'ComparisonPeriod',
  'The earlier period that a report is compared with.',
  {
    PREVIOUS_PERIOD:
      'For a preset, the calendar unit before it; for `days` and `last`, the same number of days (or hours) immediately before; for `between`, the same length of time immediately before.',
    PREVIOUS_YEAR: 'The dates of the range one year earlier; 29 February is compared with 28 February.',
  },
)

const ReportComparisonRef = builder.objectRef<ComparisonRequest>('ReportComparison').implement({
  description: 'The difference between a report and the same report over an earlier period.',
  fields: (t) => ({
    report: t.field({
      type: ReportRef,
      description: 'The report over the whole earlier period.',
      resolve: ({ earlier }) => earlier,
    }),
    absolute: t.float({
      nullable: true,
      description:
        "Current total minus earlier total, in the report's `unit`, over sources that have both; null when either total is null. While the range is in progress, both totals end after the same elapsed local time, at the start of the current hour.",
      resolve: async ({ differ }) => (await differ()).absolute,
    }),
    relative: t.float({
      nullable: true,
      description:
        'The difference as a share of the earlier total, e.g. 0.5 for an increase of 50 %; null when `absolute` is null or the earlier total is 0.',
      resolve: async ({ differ }) => (await differ()).relative,
    }),
    gaps: t.field({
      type: [ReportGapRef],
      description: 'Sources that the difference does not include because one of their two totals is missing.',
      resolve: async ({ differ }) => [...(await differ()).gaps],
    }),
  }),
})

builder.objectField(ReportRef, 'comparison', (t) =>
  t.field({
    type: ReportComparisonRef,
    nullable: true,
    description:
      'The report compared with the same report one period or one year earlier. Null with an error whose code is a GapCode when no source responded.',
    args: {
      to: t.arg({
        type: ComparisonPeriodRef,
        required: true,
        defaultValue: 'PREVIOUS_PERIOD',
        description: 'The earlier period to compare with.',
      }),
    },
    resolve: ({ compare }, { to }) => compare(to),
  }),
)
