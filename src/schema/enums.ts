import type { Granularity as GranularityName } from '../report/bucket.ts'
import {
  type Aggregation as AggregationName,
  type Metric as MetricName,
  metricNames,
  metrics,
  type Unit as UnitName,
} from '../report/metric.ts'
import type { FilterKind as FilterKindName, ProviderName } from '../report/port.ts'
import type { RangePreset as RangePresetName } from '../report/range.ts'
import { defineEnum } from './define-enum.ts'

export const Provider = defineEnum<ProviderName>('Provider', 'A product whose reports the gateway reads.', {
  CHATWOOT: 'Chatwoot, hosted by its makers or by yourself.',
  LIVECHAT: 'LiveChat by Text.',
})

export const Granularity = defineEnum<GranularityName>(
  'Granularity',
  'Calendar units in the asked time zone. Weeks start on Monday (ISO 8601).',
  {
    HOUR: 'Hours of the local clock; each pass of a repeated hour is a bucket of its own.',
    DAY: 'Calendar days, of 23 to 25 hours where clocks change.',
    WEEK: 'ISO weeks, Monday to Sunday.',
    MONTH: 'Calendar months.',
    QUARTER: 'Calendar quarters, the first beginning in January.',
    YEAR: 'Calendar years.',
  },
)

export const Unit = defineEnum<UnitName>('Unit', 'What a number counts.', {
  COUNT: 'Events.',
  SECONDS: 'Seconds.',
  RATIO: 'A share between 0 and 1.',
})

export const Aggregation = defineEnum<AggregationName>(
  'Aggregation',
  'How buckets combine into longer ones and across sources.',
  {
    SUM: 'Values are added.',
    MEAN: 'Values are averaged, weighted by `sampleSize`.',
    MIN: 'The least value counts.',
    MAX: 'The greatest value counts.',
    RATIO: 'Parts and wholes are added, then divided.',
  },
)

const metricWords = Object.fromEntries(metricNames.map((name) => [name, metrics[name].description])) as Record<
  MetricName,
  string
>

export const Metric = defineEnum<MetricName>(
  'Metric',
  'What can be measured. `Query.metrics` tells which provider answers each from where.',
  metricWords,
)

export const FilterKind = defineEnum<FilterKindName>('FilterKind', 'What a metric can be narrowed by.', {
  AGENT: '`agentEmail`.',
  TEAM: '`team`.',
  INBOX: '`inbox`.',
  TAGS: '`tags`.',
  GOAL: '`goal`.',
  GREETING: '`greeting`.',
  BUSINESS_HOURS: '`businessHours`.',
})

export const RangePreset = defineEnum<RangePresetName>(
  'RangePreset',
  'Calendar units around now. THIS_* covers the whole unit: buckets that have not begun have value null, isComplete false, and are never asked upstream.',
  {
    TODAY: 'The present day.',
    YESTERDAY: 'The day before.',
    THIS_WEEK: 'The present ISO week.',
    LAST_WEEK: 'The ISO week before.',
    THIS_MONTH: 'The present month.',
    LAST_MONTH: 'The month before.',
    THIS_QUARTER: 'The present quarter.',
    LAST_QUARTER: 'The quarter before.',
    THIS_YEAR: 'The present year.',
    LAST_YEAR: 'The year before.',
  },
)
