import { type CatalogueEntry, listMetrics, type Support } from '../report/catalogue.ts'
import { builder } from './builder.ts'
import { Aggregation, FilterKind, Granularity, Metric, Provider, Unit, ZoneSupport } from './enums.ts'

const MetricSupport = builder.objectRef<Support>('MetricSupport').implement({
  description: 'Whether, from where and within which limits one provider answers a metric.',
  fields: (t) => ({
    provider: t.expose('provider', { type: Provider, description: 'The product that is asked for the metric.' }),
    isSupported: t.exposeBoolean('isSupported', { description: 'Whether the provider answers the metric at all.' }),
    upstream: t.exposeString('upstream', {
      nullable: true,
      description:
        'The report and field that are read, e.g. GET /reports/chats/total_chats, field chats; null when the metric is unsupported.',
    }),
    filters: t.expose('filters', {
      type: [FilterKind],
      description: 'Filters that the provider applies; with any other its figures are a gap FILTER_UNSUPPORTED.',
    }),
    granularities: t.expose('granularities', {
      type: [Granularity],
      description: 'Granularities that the provider answers; any other is a gap GRANULARITY_UNSUPPORTED.',
    }),
    zoneSupport: t.expose('zoneSupport', {
      type: ZoneSupport,
      nullable: true,
      description: 'In which zones the provider cuts hours and days; null when the metric is unsupported.',
    }),
    maxHourDays: t.int({
      nullable: true,
      description:
        'The greatest number of days that one question may cut by the hour; more are a gap RANGE_TOO_LONG. Null when there is no such limit.',
      resolve: ({ limits }) => limits.maxHourDays ?? null,
    }),
    maxBuckets: t.int({
      nullable: true,
      description:
        'The greatest number of buckets that one question may have, those to come aside; more are a gap RANGE_TOO_LONG. Null when there is no limit but the 10,000 of every question.',
      resolve: ({ limits }) => limits.maxBuckets ?? null,
    }),
    keptDays: t.int({
      nullable: true,
      description:
        'The number of days that the provider remembers, today the last; days before are a gap OUT_OF_RETENTION. Null when no such limit is known.',
      resolve: ({ limits }) => limits.keptDays ?? null,
    }),
    note: t.exposeString('note', {
      nullable: true,
      description:
        'How the provider counts where that differs from what one would expect, or why the metric is unsupported; null when there is nothing to say.',
    }),
  }),
})

const MetricDefinition = builder.objectRef<CatalogueEntry>('MetricDefinition').implement({
  description: 'What a metric measures, and which provider answers it.',
  fields: (t) => ({
    metric: t.expose('metric', { type: Metric, description: 'The name of the metric in questions.' }),
    description: t.exposeString('description', { description: 'What the metric measures, in a sentence.' }),
    unit: t.expose('unit', { type: Unit, description: 'What the numbers of the metric count.' }),
    aggregation: t.expose('aggregation', {
      type: Aggregation,
      description: 'How values of several buckets or sources become one.',
    }),
    support: t.expose('support', {
      type: [MetricSupport],
      description: 'What each provider that the gateway knows says of the metric, configured or not.',
    }),
  }),
})

builder.queryField('metrics', (t) =>
  t.field({
    type: [MetricDefinition],
    description: 'What can be asked: every metric, which provider answers it from where, and within which limits.',
    resolve: (_, __, { providers }) => listMetrics(providers),
  }),
)
