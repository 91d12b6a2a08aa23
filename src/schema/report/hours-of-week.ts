import { toSampleSize, toValue } from '../../report/figures/aggregate.ts'
import { metrics } from '../../report/figures/metric.ts'
import { type HourOfWeek, toHoursOfWeek } from '../../report/questions/hours-of-week.ts'
import type { Report } from '../../report/questions/report.ts'
import { builder } from '../build/builder.ts'
import { DayOfWeekRef } from '../build/enums.ts'
import { nullWithError } from '../build/errors.ts'
import { ReportGapRef, ReportWarningRef } from './notices.ts'
import { ReportRef } from './report.ts'

interface HourFigure extends HourOfWeek {
  readonly metric: Report['metric']
}

const aggregationOf = ({ metric }: HourFigure) => metrics[metric].aggregation

const HourOfWeekRef = builder.objectRef<HourFigure>('HourOfWeek').implement({
  description:
    'One hour of the week over the whole range, e.g. Mondays from 09:00 to 10:00 in the requested time zone.',
  fields: (t) => ({
    day: t.expose('day', { type: DayOfWeekRef, description: 'The day of the week in the requested time zone.' }),
    hour: t.exposeInt('hour', { description: 'The hour of the local clock, 0 to 23; a number without a unit.' }),
    value: t.float({
      nullable: true,
      description:
        "The value over all such hours of the range, in the report's `unit`, combined as `aggregation` says; null when nothing was measured.",
      resolve: (one) => toValue(aggregationOf(one), one.aggregate),
    }),
    sampleSize: t.int({
      nullable: true,
      description:
        'Number of events that a MEAN or RATIO is based on; null for other aggregations and when nothing was measured.',
      resolve: (one) => toSampleSize(aggregationOf(one), one.aggregate),
    }),
    occurrences: t.exposeInt('occurrences', {
      description:
        'Number of such hours of the range that have started. An hour that is skipped at a DST transition has one fewer, a repeated one has one more; divide by it for a mean per hour.',
    }),
  }),
})

const HoursOfWeekRef = builder.objectRef<Report>('HoursOfWeek').implement({
  description: 'A report by hour of the week, for a heat map: 24 hours of seven days in local time.',
  fields: (t) => ({
    hours: t.field({
      type: [HourOfWeekRef],
      description: 'The 168 hours of a week, from the first hour of `ReportScope.weekStart`.',
      resolve: (report) => toHoursOfWeek(report).map((one) => ({ ...one, metric: report.metric })),
    }),
    isPartial: t.exposeBoolean('isPartial', {
      description: 'True when a source is missing from the hours although it could have contributed.',
    }),
    gaps: t.field({
      type: [ReportGapRef],
      description:
        'What is missing from the hours, with the reason, such as a source that cannot report hours of the range.',
      resolve: ({ gaps }) => [...gaps],
    }),
    warnings: t.field({
      type: [ReportWarningRef],
      description: 'Figures that are in the hours, but not exactly as requested.',
      resolve: ({ warnings }) => [...warnings],
    }),
  }),
})

builder.objectField(ReportRef, 'hoursOfWeek', (t) =>
  t.field({
    type: HoursOfWeekRef,
    nullable: true,
    description: `The report by hour of the week, whatever its granularity; the range may have at most 10,000 hours. ${nullWithError}`,
    resolve: ({ readHoursOfWeek }) => readHoursOfWeek(),
  }),
)
