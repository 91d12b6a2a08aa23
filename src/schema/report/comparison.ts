import type { ComparisonPeriod } from '../../report/questions/compared-range.ts'
import { RangeInputRef } from '../arguments/scope.ts'
import { builder } from '../build/builder.ts'
import { defineEnum } from '../build/enums.ts'
import { ReportGapRef } from './notices.ts'
import { ReportRef } from './report.ts'
import type { ComparisonRequest } from './report-request.ts'

const ComparisonPeriodRef = defineEnum<ComparisonPeriod>(
  'ComparisonPeriod',
  'The period that a report is compared with.',
  {
    PREVIOUS_PERIOD:
      'The period immediately before, however the range was written: for whole calendar months (quarters and years included) as many months, for other whole days (weeks included) as many days, otherwise the same length of time.',
    PREVIOUS_YEAR: 'The dates of the range one year earlier; 29 February is compared with 28 February.',
    PREVIOUS_YEAR_SAME_WEEKDAY:
      'The range 52 weeks earlier, so that each day is compared with the same day of the week.',
  },
)

const ReportComparisonRef = builder.objectRef<ComparisonRequest>('ReportComparison').implement({
  description: 'The difference between a report and the same report over another period.',
  fields: (t) => ({
    report: t.field({
      type: ReportRef,
      description: 'The report over the whole other period. Its buckets correspond to those of the report in order.',
      resolve: ({ earlier }) => earlier,
    }),
    current: t.float({
      nullable: true,
      description:
        "The compared total of the report, in its `unit`: over sources that have both totals and, while the range is in progress, up to the start of the current hour. So it may differ from the report's `total`. Null when nothing was measured.",
      resolve: async ({ differ }) => (await differ()).current,
    }),
    previous: t.float({
      nullable: true,
      description:
        "The compared total of the other period, in the report's `unit`: over the same sources and, while the range is in progress, the same elapsed local time. Null when nothing was measured.",
      resolve: async ({ differ }) => (await differ()).previous,
    }),
    absolute: t.float({
      nullable: true,
      description:
        "The difference of the totals, `current` minus `previous`, in the report's `unit`; null when either is null.",
      resolve: async ({ differ }) => (await differ()).absolute,
    }),
    relative: t.float({
      nullable: true,
      description:
        'The difference as a share of `previous`, e.g. 0.5 for an increase of 50 %; null when `absolute` is null or `previous` is 0.',
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
      'The report compared with the same report over another period: the one before it unless `to` or `range` names another. Null with an error whose code is a GapCode when no source responded.',
    args: {
      to: t.arg({
        type: ComparisonPeriodRef,
        description: 'The period to compare with; PREVIOUS_PERIOD when neither `to` nor `range` is given.',
      }),
      range: t.arg({
        type: RangeInputRef,
        description: "A range to compare with, in the report's time zone and calendar; not together with `to`.",
      }),
    },
    resolve: ({ compare }, args) => compare(args),
  }),
)
