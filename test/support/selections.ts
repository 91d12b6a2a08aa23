export const timeZone = 'Europe/Warsaw'

const scope = `{ range: { days: { first: "2026-10-20", last: "2026-11-10" } }, timeZone: "${timeZone}" }`
export const report = (fields: string, metric = 'CONVERSATIONS') =>
  `{ report(metric: ${metric}, scope: ${scope}) { ${fields} } }`
export const daysOf = (first: string, last: string, source: string, rest = '') =>
  `{ range: { days: { first: "${first}", last: "${last}" } }, timeZone: "${timeZone}", filter: { sources: ["${source}"] } ${rest} }`
const tenHourly = daysOf('2026-11-01', '2026-11-10', 'sales', 'granularity: HOUR')
const month = daysOf('2026-10-11', '2026-11-10', 'support')
const entity = (representation: string, fields: string) =>
  `{ _entities(representations: [${representation}]) { ${fields} } }`
const ewa = '{ __typename: "Agent", email: "ewa.nowak@demo.example" }'
const billing = '{ __typename: "Team", id: "support:team:1" }'

export const both = { '/reports': 1, '/reports/chats/total_chats': 1 }
const bots = (calls: number) => ({ '/reports/bot_summary': calls })
const queue = { '/reports/chats/queued_visitors': 1, '/reports/chats/queued_visitors/waiting_times': 1 }

/** A selection, and the calls by path that it needs when nothing is cached. */
export const selections: readonly (readonly [document: string, calls: Readonly<Record<string, number>>])[] = [
  [report('unit'), {}],
  [report('__typename metric unit aggregation granularity range { start end timeZone }'), {}],
  [`{ reports(metrics: [CONVERSATIONS, SATISFACTION, TICKETS_CREATED], scope: ${scope}) { metric unit } }`, {}],
  [report('unit ... on Report @skip(if: true) { total }'), {}],
  [report('unit total @include(if: false)'), {}],
  [report('total'), both],
  [report('bySource { source { id } }'), both],
  [report('bySource { source { name provider } total buckets { value } }'), both],
  [report('gaps { code }'), both],
  [report('asOf'), both],
  [report('comparison { report { range { start } } }'), {}],
  [report('comparison { report { total } }'), both],
  [report('comparison { absolute }'), both],
  [report('comparison { current previous }'), both],
  [
    report('comparison(to: PREVIOUS_YEAR_SAME_WEEKDAY) { relative }'),
    { '/reports': 2, '/reports/chats/total_chats': 2 },
  ],
  [
    report(
      'comparison(range: { days: { first: "2026-10-18", last: "2026-10-19" } }) { previous report { buckets { value } } }',
    ),
    both,
  ],
  // The day with the DST transition is two calls.
  [report('hoursOfWeek { hours { value } }'), { '/reports': 1, '/reports/chats/total_chats': 21 + 2 }],
  [report('hoursOfWeek { gaps { code } } id'), { '/reports': 1, '/reports/chats/total_chats': 21 + 2 }],
  [report('breakdown(by: SOURCE) { slices { label total } }'), both],
  [report('breakdown(by: SOURCE) { slices { label } rest { total } }'), both],
  [report('total', 'BOT_RESOLUTIONS'), bots(1)],
  [report('total buckets { value }', 'BOT_RESOLUTIONS'), bots(23)],
  [report('bySource { buckets { value } }', 'BOT_RESOLUTIONS'), bots(23)],
  [`{ report(metric: CONVERSATIONS, scope: ${tenHourly}) { total } }`, { '/reports/chats/total_chats': 1 }],
  [
    `{ report(metric: CONVERSATIONS, scope: ${tenHourly}) { buckets { value } } }`,
    { '/reports/chats/total_chats': 10 },
  ],
  [`{ report(metric: SATISFACTION, scope: ${month}) { total } }`, { '/csat_survey_responses/metrics': 1 }],
  [
    `{ report(metric: SATISFACTION, scope: ${month}) { total buckets { value } } }`,
    { '/csat_survey_responses/metrics': 1, '/csat_survey_responses': 11 },
  ],
  [`{ queueStats(scope: ${scope}) { range { start } granularity } }`, {}],
  [`{ queueStats(scope: ${scope}) { live { open } } }`, { '/live_reports/conversation_metrics': 1 }],
  [
    `{ queueStats(scope: ${scope}) { live { byAgent { agent { email } open } } } }`,
    { '/live_reports/conversation_metrics': 1, '/live_reports/grouped_conversation_metrics': 1, '/agents': 1 },
  ],
  [`{ queueStats(scope: ${scope}) { queued { count } } }`, queue],
  ['{ sources { id name provider timeZone } }', {}],
  ['{ node(id: "support") { id } }', {}],
  ['{ node(id: "support:team:1") { id ... on Team { name } } }', { '/teams': 1 }],
  ['{ node(id: "agent:ewa.nowak@demo.example") { id } }', { '/agents': 2 }],
  ['{ source(id: "sales") { id } metrics { metric support { upstream } } }', {}],
  ['{ sources { agents { email } } }', { '/agents': 2 }],
  ['{ source(id: "support") { teams { id source { id } } } }', { '/teams': 1 }],
  [entity(ewa, '... on Agent { email }'), {}],
  [entity(ewa, '... on Agent { name }'), { '/agents': 2 }],
  [entity(ewa, '... on Agent { sources { id } name }'), { '/agents': 2 }],
  [entity(ewa, `... on Agent { report(metric: CONVERSATIONS, scope: ${scope}) { unit } }`), {}],
  [entity(billing, '... on Team { id source { name } }'), {}],
  [entity(billing, '... on Team { name }'), { '/teams': 1 }],
  [entity('{ __typename: "Source", id: "support" }', '... on Source { id name }'), {}],
]
