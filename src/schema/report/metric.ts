import { type CatalogueEntry, listMetrics, type Support } from '../../report/figures/catalogue.ts'
import { builder } from '../build/builder.ts'
import {
  AggregationRef,
  FilterKindRef,
  GranularityRef,
  MetricRef,
  ProviderRef,
  UnitRef,
  ZoneSupportRef,
} from '../build/enums.ts'

const MetricSupportRef = builder.objectRef<Support>('MetricSupport').implement({
  description: 'Whether one provider supports a metric, from which report and within which limits.',
  fields: (t) => ({
    provider: t.expose('provider', { type: ProviderRef, description: 'The provider that this entry describes.' }),
    isSupported: t.exposeBoolean('isSupported', { description: 'Whether the provider supports the metric.' }),
    upstream: t.exposeString('upstream', {
      nullable: true,
      description:
        'The report and field that the metric is read from, e.g. GET /reports/chats/total_chats, field chats; null when the metric is not supported.',
    }),
    filters: t.expose('filters', {
      type: [FilterKindRef],
      description: 'Filters that the provider can apply; any other results in the gap FILTER_UNSUPPORTED.',
    }),
    granularities: t.expose('granularities', {
      type: [GranularityRef],
      description: 'Granularities that the provider supports; any other results in the gap GRANULARITY_UNSUPPORTED.',
    }),
    zoneSupport: t.expose('zoneSupport', {
      type: ZoneSupportRef,
      nullable: true,
      description:
        'The time zones in which the provider can report hours and days; null when the metric is not supported.',
    }),
    maxHourDays: t.int({
      nullable: true,
      description:
        'Maximum number of days in an hourly report, not counting future ones; more result in the gap RANGE_TOO_LONG. Null when there is no such limit.',
      resolve: ({ limits }) => limits.maxHourDays ?? null,
    }),
    maxBuckets: t.int({
      nullable: true,
      description:
        'Maximum number of buckets, not counting future ones; more result in the gap RANGE_TOO_LONG. Null when only the general limit of 10,000 buckets applies.',
      resolve: ({ limits }) => limits.maxBuckets ?? null,
    }),
    keptDays: t.int({
      nullable: true,
      description:
        'Number of days that the provider keeps, including the current day; earlier days result in the gap OUT_OF_RETENTION. Null when no limit is known.',
      resolve: ({ limits }) => limits.keptDays ?? null,
    }),
    note: t.exposeString('note', {
      nullable: true,
      description:
        'How the provider counts, where that may be unexpected, or why the metric is not supported; null when there is nothing to add.',
    }),
  }),
})

const MetricDefinitionRef = builder.objectRef<CatalogueEntry>('MetricDefinition').implement({
  description: 'What a metric measures and which providers support it.',
  fields: (t) => ({
    metric: t.expose('metric', { type: MetricRef, description: 'The name of the metric, as used in queries.' }),
    description: t.exposeString('description', { description: 'What the metric measures.' }),
    unit: t.expose('unit', { type: UnitRef, description: 'The unit of the values.' }),
    aggregation: t.expose('aggregation', {
      type: AggregationRef,
      description: 'How values of several buckets or sources are combined.',
    }),
    support: t.expose('support', {
      type: [MetricSupportRef],
      description: 'The support by each provider, including providers without a configured source.',
    }),
  }),
})

builder.queryField('metrics', (t) =>
  t.field({
    type: [MetricDefinitionRef],
    description:
      'The catalogue of metrics: what each one measures, which providers support it and within which limits.',
    resolve: (_, __, { providers }) => listMetrics(providers),
  }),
)
