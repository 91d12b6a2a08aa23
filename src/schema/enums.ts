import type { Granularity as GranularityName } from '../report/bucket.ts'
import {
  type Aggregation as AggregationName,
  type Metric as MetricName,
  metricNames,
  metrics,
  type Unit as UnitName,
} from '../report/metric.ts'
import type { FilterKind as FilterKindName, ProviderName, ZoneSupport as ZoneSupportName } from '../report/port.ts'
import type { RangePreset as RangePresetName } from '../report/range.ts'
import { defineEnum } from './define-enum.ts'

export const Provider = defineEnum<ProviderName>('Provider', 'A product whose reports the gateway reads.', {
  CHATWOOT: 'Chatwoot, hosted by its makers or by yourself.',
  LIVECHAT: 'LiveChat by Text, through version 2 of its reports.',
})

export const Granularity = defineEnum<GranularityName>(
  'Granularity',
  'Calendar units in the asked time zone. Weeks start on Monday (ISO 8601).',
  {
    HOUR: 'Hours of the local clock; each pass of a repeated hour is a bucket of its own.',
    DAY: 'Calendar days, of 23 to 25 hours where clocks change.',
    WEEK: 'ISO weeks, Monday to Sunday.',
    MONTH: 'Calendar months, from their first day.',
    QUARTER: 'Calendar quarters, the first beginning in January.',
    YEAR: 'Calendar years, from 1 January.',
  },
)

export const Unit = defineEnum<UnitName>('Unit', 'What a number counts.', {
  COUNT: 'A number of events, such as chats or messages.',
  SECONDS: 'A time in seconds.',
  RATIO: 'A share between 0 and 1.',
})

export const Aggregation = defineEnum<AggregationName>(
  'Aggregation',
  'How values of several buckets or sources become one.',
  {
    SUM: 'Values are added.',
    MEAN: 'Values are averaged, weighted by `sampleSize`.',
    MIN: 'The least value counts.',
    MAX: 'The greatest value counts.',
    RATIO: 'Parts and wholes of a share are added, then divided.',
  },
)

const metricWords = Object.fromEntries(metricNames.map((name) => [name, metrics[name].description])) as Record<
  MetricName,
  string
>

export const Metric = defineEnum<MetricName>(
  'Metric',
  'What can be measured. MetricDefinition tells which provider answers it, from which report, and what to know about it.',
  metricWords,
)

export const FilterKind = defineEnum<FilterKindName>('FilterKind', 'What a metric can be narrowed by.', {
  AGENT: 'One agent, with `FilterInput.agentEmail`.',
  TEAM: 'One team or group, with `FilterInput.team`.',
  INBOX: 'One inbox, with `FilterInput.inbox`.',
  TAGS: 'One tag or label, with `FilterInput.tags`.',
  GOAL: 'One goal, with `FilterInput.goal`.',
  GREETING: 'One greeting, with `FilterInput.greeting`.',
  BUSINESS_HOURS: 'Business hours alone, with `FilterInput.businessHours`.',
})

export const ZoneSupport = defineEnum<ZoneSupportName>('ZoneSupport', 'In which time zones a metric can be cut.', {
  ANY_ZONE: 'Hours and days of whatever zone is asked.',
  ACCOUNT_ZONE:
    "Hours and days of the account's own zone alone. Asked for another, they stand in for the same dates, with the warning TIME_ZONE_APPROXIMATED.",
})

export const RangePreset = defineEnum<RangePresetName>(
  'RangePreset',
  'Calendar units around now. THIS_* covers the whole unit: buckets that have not begun have value null, isComplete false, and are never asked upstream.',
  {
    TODAY: 'The present day.',
    YESTERDAY: 'The day before the present one.',
    THIS_WEEK: 'The present ISO week.',
    LAST_WEEK: 'The ISO week before the present one.',
    THIS_MONTH: 'The present month.',
    LAST_MONTH: 'The month before the present one.',
    THIS_QUARTER: 'The present quarter.',
    LAST_QUARTER: 'The quarter before the present one.',
    THIS_YEAR: 'The present year.',
    LAST_YEAR: 'The year before the present one.',
  },
)
