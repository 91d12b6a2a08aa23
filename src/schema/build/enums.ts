import { registry } from '../../provider/registry.ts'
import { type Aggregation, type Metric, metricNames, metrics, type Unit } from '../../report/figures/metric.ts'
import type { FilterKind, ZoneSupport } from '../../report/port/dataset.ts'
import type { DayOfWeek, Granularity } from '../../report/time/bucket.ts'
import type { RangePreset } from '../../report/time/range.ts'
import { builder } from './builder.ts'

export const ProviderRef = defineEnum<string>(
  'Provider',
  'A product that reports come from.',
  Object.fromEntries([...registry.values()].map(({ provider }) => [provider.name, provider.description])),
)

export const GranularityRef = defineEnum<Granularity>(
  'Granularity',
  'The length of a bucket: a calendar unit in the requested time zone.',
  {
    HOUR: 'Hours of the local clock. An hour that is repeated at a DST transition is two buckets.',
    DAY: 'Calendar days; a day with a DST transition has 23 to 25 hours.',
    WEEK: 'Weeks of seven days from `ReportScope.weekStart`; ISO 8601 weeks by default.',
    MONTH: 'Calendar months, starting on the 1st.',
    QUARTER:
      'Quarters of the year that starts in `ReportScope.fiscalYearStart`; by default in January, April, July and October.',
    YEAR: 'Years that start on the 1st of `ReportScope.fiscalYearStart`; by default on 1 January.',
  },
)

export const DayOfWeekRef = defineEnum<DayOfWeek>('DayOfWeek', 'A day of the week.', {
  MONDAY: 'Monday, the first day of an ISO 8601 week.',
  TUESDAY: 'The day after Monday.',
  WEDNESDAY: 'The day after Tuesday.',
  THURSDAY: 'The day after Wednesday.',
  FRIDAY: 'The day after Thursday.',
  SATURDAY: 'The day after Friday.',
  SUNDAY: 'The day after Saturday, the last day of an ISO 8601 week.',
})

export const UnitRef = defineEnum<Unit>('Unit', 'The unit of a value.', {
  COUNT: 'A number of events, such as chats or messages.',
  SECONDS: 'A duration in seconds.',
  RATIO: 'A share between 0 and 1.',
})

export const AggregationRef = defineEnum<Aggregation>(
  'Aggregation',
  'How values of several buckets or sources are combined.',
  {
    SUM: 'Values are added.',
    MEAN: 'Values are averaged, weighted by `sampleSize`.',
    MIN: 'The smallest value is taken.',
    MAX: 'The largest value is taken.',
    RATIO: 'Numerators and denominators are added, then divided.',
  },
)

const metricDescriptions = Object.fromEntries(metricNames.map((name) => [name, metrics[name].description])) as Record<
  Metric,
  string
>

export const MetricRef = defineEnum<Metric>(
  'Metric',
  'Something that can be measured. `Query.metrics` lists which providers support a metric, their limits and how they count.',
  metricDescriptions,
)

export const FilterKindRef = defineEnum<FilterKind>('FilterKind', 'A kind of filter.', {
  AGENT: 'One agent, by `FilterInput.agentEmail`.',
  TEAM: 'One team or group, by `FilterInput.team`.',
  INBOX: 'One inbox, by `FilterInput.inbox`.',
  TAGS: 'One tag or label, by `FilterInput.tags`.',
  GOAL: 'One goal, by `FilterInput.goal`.',
  GREETING: 'One greeting, by `FilterInput.greeting`.',
  BUSINESS_HOURS: 'Business hours only, by `FilterInput.businessHours`.',
})

export const ZoneSupportRef = defineEnum<ZoneSupport>(
  'ZoneSupport',
  'The time zones in which a provider can report a metric.',
  {
    ANY_ZONE: 'Hours and days are those of the requested time zone.',
    ACCOUNT_ZONE:
      "Hours and days are always those of the account's time zone. For another requested time zone, the figures of the same dates are returned with the warning TIME_ZONE_APPROXIMATED.",
  },
)

export const RangePresetRef = defineEnum<RangePreset>(
  'RangePreset',
  'A calendar unit relative to the current time. THIS_* covers the whole unit; buckets that have not started have `value` null and `isComplete` false.',
  {
    TODAY: 'The current day.',
    YESTERDAY: 'The day before the current one.',
    THIS_WEEK: 'The current week, from `ReportScope.weekStart`.',
    LAST_WEEK: 'The week before the current one.',
    THIS_MONTH: 'The current month.',
    LAST_MONTH: 'The month before the current one.',
    THIS_QUARTER: 'The current quarter of the year that starts in `ReportScope.fiscalYearStart`.',
    LAST_QUARTER: 'The quarter before the current one.',
    THIS_YEAR: 'The current year, from the 1st of `ReportScope.fiscalYearStart`.',
    LAST_YEAR: 'The year before the current one.',
  },
)

/** Defines an enum from a domain type. The record is total, so a new value does not compile without a description. */
export function defineEnum<const Name extends string>(
  name: string,
  description: string,
  descriptions: Readonly<Record<Name, string>>,
) {
  const values = Object.fromEntries(
    Object.entries<string>(descriptions).map(([value, text]) => [value, { description: text }]),
  )
  return builder.enumType(name, {
    description: `${description} More values may be added in future versions.`,
    values: values as Record<Name, { description: string }>,
  })
}
