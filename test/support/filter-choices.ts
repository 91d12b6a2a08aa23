import { people } from '../../src/demo/people.ts'
import { datasets } from '../../src/provider/chatwoot/datasets/index.ts'
import { mappings as chatwootReadings } from '../../src/provider/chatwoot/metrics.ts'
import { datasets as reports } from '../../src/provider/livechat/datasets/index.ts'
import { mappings as liveChatReadings } from '../../src/provider/livechat/metrics.ts'
import { type Metric, metricNames } from '../../src/report/figures/metric.ts'
import type { FilterKind } from '../../src/report/port/dataset.ts'
import { isSupported, type MetricMapping, type Provider, type Unsupported } from '../../src/report/port/source.ts'
import type { Filter } from './brute-force/answer.ts'
import type { ChatwootMetric } from './brute-force/chatwoot.ts'
import type { LiveChatMetric } from './brute-force/livechat.ts'

/** A filter as clients write it, and what it means. */
export interface FilterChoice {
  readonly asked: Readonly<Record<string, unknown>>
  readonly filter: Filter
}

/** A filter by all that the choices name. */
export const joinChoices = (choices: readonly (FilterChoice | undefined)[]): FilterChoice => ({
  asked: Object.assign({}, ...choices.map((choice) => choice?.asked)),
  filter: Object.assign({}, ...choices.map((choice) => choice?.filter)),
})

/** Some of the filters of each kind. */
export type FilterChoices = ReadonlyMap<FilterKind, readonly FilterChoice[]>

const numbered = (name: 'team' | 'inbox' | 'goal' | 'greeting', source: string, ids: readonly number[]) =>
  ids.map((id): FilterChoice => ({ asked: { [name]: `${source}:${name}:${id}` }, filter: { [name]: id } }))

/** Those whose addresses no query can hold as they are, and one more. */
const agentEmails = people.map(({ email }) => email).filter((email) => /['+]|^ewa/.test(email))

export const sharedChoices: FilterChoices = new Map<FilterKind, readonly FilterChoice[]>([
  ['AGENT', agentEmails.map((agentEmail) => ({ asked: { agentEmail }, filter: { agentEmail } }))],
  ['TAGS', ['refund', 'vip'].map((tag) => ({ asked: { tags: [tag] }, filter: { tag } }))],
])

export const chatwootChoices: FilterChoices = new Map<FilterKind, readonly FilterChoice[]>([
  ...sharedChoices,
  ['TEAM', numbered('team', 'support', [1, 2])],
  ['INBOX', numbered('inbox', 'support', [1, 4])],
  ['BUSINESS_HOURS', [{ asked: { businessHours: true }, filter: { businessHours: true } }]],
])

export const liveChatChoices: FilterChoices = new Map<FilterKind, readonly FilterChoice[]>([
  ...sharedChoices,
  ['TEAM', numbered('team', 'sales', [0, 1, 2])],
  ['GOAL', numbered('goal', 'sales', [101, 103])],
  ['GREETING', numbered('greeting', 'sales', [201, 202])],
])

/** The filters that each metric takes at each product. */
export const chatwootFilters = listFilters<ChatwootMetric>({ datasets, mappings: chatwootReadings })
export const liveChatFilters = listFilters<LiveChatMetric>({ datasets: reports, mappings: liveChatReadings })

function listFilters<Answered extends Metric>({ datasets, mappings }: Pick<Provider, 'datasets' | 'mappings'>) {
  const isAnswered = (metric: Metric): metric is Answered => isSupported(mappings[metric])
  return new Map(metricNames.filter(isAnswered).map((metric) => [metric, filtersOf(mappings[metric], datasets)]))
}

function filtersOf(mapping: MetricMapping | Unsupported, datasets: Provider['datasets']): readonly FilterKind[] {
  return isSupported(mapping) ? (datasets[mapping.dataset]?.filters ?? []) : []
}

/** Metrics that take filters of all these kinds at a time. */
export const listTaking = <Answered>(
  filters: ReadonlyMap<Answered, readonly FilterKind[]>,
  kinds: readonly FilterKind[],
): readonly Answered[] =>
  [...filters].flatMap(([metric, taken]) => (kinds.every((kind) => taken.includes(kind)) ? metric : []))
