import type { ComparisonPeriod as ComparisonPeriodName } from '../report/compare.ts'
import type { AskedComparison } from './asked-report.ts'
import { builder } from './builder.ts'
import { defineEnum } from './define-enum.ts'
import { ReportGap } from './gap.ts'
import { Report } from './report.ts'

const ComparisonPeriod = defineEnum<ComparisonPeriodName>('ComparisonPeriod', 'What a report is compared with.', {
  PREVIOUS_PERIOD:
    'The calendar unit before that of a preset; for `last` and `days` the same number of days immediately before; for instants the same time immediately before.',
  PREVIOUS_YEAR: 'The dates of the range in the year before; 29 February is compared with the 28th.',
})

const ReportComparison = builder.objectRef<AskedComparison>('ReportComparison').implement({
  description: 'How a report differs from the same question over an earlier period.',
  fields: (t) => ({
    report: t.field({
      type: Report,
      description: 'The report over the whole earlier period, bucket by bucket.',
      resolve: ({ earlier }) => earlier,
    }),
    absolute: t.float({
      nullable: true,
      description:
        "The difference total - earlier total, in the report's `unit`, over sources that answered both; null when either total is. While the range is under way both totals reach up to the beginning of the present hour, at equal elapsed local time.",
      resolve: async ({ differ }) => (await differ()).absolute,
    }),
    relative: t.float({
      nullable: true,
      description:
        'The difference as a share of the earlier total: 0.5 is half as much again; null when there is no difference to tell or the earlier total is 0.',
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
      'The report beside the same question one period or one year earlier. Null with an error that has a code of GapCode when no source answered.',
    args: {
      to: t.arg({
        type: ComparisonPeriod,
        required: true,
        defaultValue: 'PREVIOUS_PERIOD',
        description: 'Which earlier period to compare with.',
      }),
    },
    resolve: ({ compare }, { to }) => compare(to),
  }),
)
