import { type CatalogueEntry, listMetrics, type Support } from '../report/catalogue.ts'
import { builder } from './builder.ts'
import { Aggregation, FilterKind, Granularity, Metric, Provider, Unit } from './enums.ts'

const MetricSupport = builder.objectRef<Support>('MetricSupport').implement({
  description: 'Whether and from where one provider answers a metric.',
  fields: (t) => ({
    provider: t.expose('provider', { type: Provider, description: 'The provider.' }),
    isSupported: t.exposeBoolean('isSupported', { description: 'Whether it answers the metric at all.' }),
    upstream: t.exposeString('upstream', {
      nullable: true,
      description:
        'The report and field that are read, e.g. GET /reports/chats/total_chats, field chats; null when unsupported.',
    }),
    filters: t.expose('filters', { type: [FilterKind], description: 'Filters that it applies.' }),
    granularities: t.expose('granularities', { type: [Granularity], description: 'Granularities that it answers.' }),
    note: t.exposeString('note', {
      nullable: true,
      description: 'What differs from what one would expect, or why it is unsupported.',
    }),
  }),
})

const MetricDefinition = builder.objectRef<CatalogueEntry>('MetricDefinition').implement({
  description: 'What a metric measures, and who answers it.',
  fields: (t) => ({
    metric: t.expose('metric', { type: Metric, description: 'Its name in questions.' }),
    description: t.exposeString('description', { description: 'What is measured.' }),
    unit: t.expose('unit', { type: Unit, description: 'What its numbers count.' }),
    aggregation: t.expose('aggregation', { type: Aggregation, description: 'How its buckets combine.' }),
    support: t.expose('support', {
      type: [MetricSupport],
      description: 'One entry for each provider the gateway knows, configured or not.',
    }),
  }),
})

builder.queryField('metrics', (t) =>
  t.field({
    type: [MetricDefinition],
    description: 'What can be asked: every metric, and which provider answers it from where.',
    resolve: (_, __, { providers }) => listMetrics(providers),
  }),
)
