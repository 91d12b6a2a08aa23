import type { ComparisonPeriod as ComparisonPeriodName } from '../report/compare.ts'
import type { AskedComparison } from './asked-report.ts'
import { builder } from './builder.ts'
import { defineEnum } from './define-enum.ts'
import { ReportGap } from './gap.ts'
import { Report } from './report.ts'

const ComparisonPeriod = defineEnum<ComparisonPeriodName>('ComparisonPeriod', 'What a report is compared with.', {
  PREVIOUS_PERIOD:
    'The calendar unit before that of a preset; for `last` and `days` the same number of days immediately before; for instants the same time immediately before.',
  PREVIOUS_YEAR: 'The same dates a year earlier; 29 February is compared with the 28th.',
})

const ReportComparison = builder.objectRef<AskedComparison>('ReportComparison').implement({
  description: 'A report beside the same question over an earlier period.',
  fields: (t) => ({
    report: t.field({
      type: Report,
      description: 'The whole earlier period, bucket by bucket.',
      resolve: ({ earlier }) => earlier,
    }),
    absolute: t.float({
      nullable: true,
      description:
        'The difference: total - earlier total, over sources that answered both. When the range reaches past now both are taken up to the beginning of the present hour of equal elapsed local time; null before there is any.',
      resolve: async ({ differ }) => (await differ()).absolute,
    }),
    relative: t.float({
      nullable: true,
      description: 'The difference as a share: absolute / earlier total; null when that is 0.',
      resolve: async ({ differ }) => (await differ()).relative,
    }),
    gaps: t.field({
      type: [ReportGap],
      description: 'What the difference leaves out: sources of which either of the compared totals is missing.',
      resolve: async ({ differ }) => [...(await differ()).gaps],
    }),
  }),
})

builder.objectField(Report, 'comparison', (t) =>
  t.field({
    type: ReportComparison,
    nullable: true,
    description:
      'The same question one period or one year earlier, bucket by bucket. Null only when no source answered it.',
    args: {
      to: t.arg({
        type: ComparisonPeriod,
        required: true,
        defaultValue: 'PREVIOUS_PERIOD',
        description: 'What to compare with.',
      }),
    },
    resolve: ({ compare }, { to }) => compare(to),
  }),
)
