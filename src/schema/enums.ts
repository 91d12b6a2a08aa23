import type { Dimension as DimensionName, SliceOrder as SliceOrderName } from '../report/breakdown.ts'
import type { Granularity as GranularityName } from '../report/bucket.ts'
import type { ComparisonPeriod as ComparisonPeriodName } from '../report/compare.ts'
import type { GapCode as GapCodeName, WarningCode as WarningCodeName } from '../report/error.ts'
import {
  type Aggregation as AggregationName,
  type Metric as MetricName,
  metricNames,
  metrics,
  type Unit as UnitName,
} from '../report/metric.ts'
import type {
  FilterKind as FilterKindName,
  ProviderName,
  RankingSubject as RankingSubjectName,
} from '../report/port.ts'
import type { RangePreset as RangePresetName } from '../report/range.ts'
import { builder } from './builder.ts'

/** An enum of the domain's own words; total, so that a new word cannot go without a description. */
function defineEnum<const Name extends string>(
  name: string,
  description: string,
  words: Readonly<Record<Name, string>>,
) {
  const values = Object.fromEntries(Object.entries<string>(words).map(([word, text]) => [word, { description: text }]))
  return builder.enumType(name, {
    description: `${description} Values may be added.`,
    values: values as Record<Name, { description: string }>,
  })
}

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

export const GapCode = defineEnum<GapCodeName>(
  'GapCode',
  'Why a source is missing from the figures, or from a part of them.',
  {
    METRIC_UNSUPPORTED: 'The provider does not measure this.',
    FILTER_UNSUPPORTED: 'The provider cannot narrow this metric so; it never answers as if unfiltered.',
    GRANULARITY_UNSUPPORTED: 'The provider cannot cut this metric so finely.',
    OUT_OF_RETENTION: 'The provider has forgotten days of the range; the message names the first that it knows.',
    RANGE_TOO_LONG: 'More upstream calls than one answer may cost; the message says how many days or buckets would do.',
    UNAUTHENTICATED: 'The source refused the credentials it was configured with.',
    FORBIDDEN: "The source's account or plan does not allow this report.",
    NOT_FOUND: 'The source does not know the agent, team, inbox, tag, goal or greeting.',
    RATE_LIMITED: 'The source allows no more calls for now; `retryAfter` says how long.',
    TIMEOUT: 'The source did not answer in time.',
    UNAVAILABLE: 'The source is out of order or out of reach.',
    BAD_RESPONSE: 'The source answered something that is not this report.',
  },
)

export const WarningCode = defineEnum<WarningCodeName>(
  'WarningCode',
  'In which way figures are not exactly what was asked.',
  {
    TIME_ZONE_APPROXIMATED: "The provider cut the days in the account's own zone.",
    STALE: 'The provider did not answer; older figures stand in.',
    ESTIMATED: "The provider's rounding or definition makes the combined figure approximate.",
  },
)

export const Dimension = defineEnum<DimensionName>('Dimension', 'What a report can be split by.', {
  AGENT: 'One slice for each e-mail address.',
  TEAM: 'One slice for each Chatwoot team or LiveChat group.',
  INBOX: 'One slice for each inbox; Chatwoot only.',
  TAG: 'One slice for each tag or label. Tags overlap: the slices do not add up to the total.',
  SOURCE: 'One slice for each source.',
})

export const SliceOrder = defineEnum<SliceOrderName>(
  'SliceOrder',
  'In which order slices come; those without a total come last.',
  {
    HIGHEST: 'The highest total first.',
    LOWEST: 'The lowest total first.',
    LABEL: 'By label.',
  },
)

export const ComparisonPeriod = defineEnum<ComparisonPeriodName>(
  'ComparisonPeriod',
  'What a report is compared with.',
  {
    PREVIOUS_PERIOD:
      'The calendar unit before that of a preset; for `last` and `days` the same number of days immediately before; for instants the same time immediately before.',
    PREVIOUS_YEAR: 'The same dates a year earlier; 29 February is compared with the 28th.',
  },
)

export const RankingSubject = defineEnum<RankingSubjectName>('RankingSubject', 'What customers rated.', {
  CONVERSATIONS: 'Chats, and conversations by their CSAT surveys.',
  TICKETS: 'Tickets; LiveChat only.',
})
