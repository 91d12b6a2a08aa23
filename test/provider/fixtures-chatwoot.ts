import { chatwootSource } from '../support/gateway.ts'
import { json, type RawAnswer, type RawRequest } from '../support/raw-upstream.ts'
import { happened, type ProviderFixtures, seconds } from './fixtures.ts'

const agents = [
  { id: 6, email: 'oneil@x' },
  { id: 7, email: "o'neil@x" },
  { id: 8, email: 'bo vip@x' },
  { id: 9, email: 'bo+vip@x' },
]
const labels = [
  { id: 3, title: '100' },
  { id: 4, title: '100%' },
]

const summary = { bot_resolutions_count: happened, bot_handoffs_count: happened }

const scopeTotals = {
  conversations_count: happened,
  incoming_messages_count: happened,
  outgoing_messages_count: happened,
  resolutions_count: happened,
  avg_first_response_time: seconds,
  avg_resolution_time: seconds,
  reply_time: seconds,
}

/** Far more answers than a day has hours: each span is asked for its own. */
const surveys = {
  total_count: 1000,
  ratings_count: { 1: happened, 3: 1000 - 2 * happened, 5: happened },
  total_sent_messages_count: 1000,
}

const totals = [
  {
    id: 7,
    name: '100%',
    conversations_count: happened,
    resolved_conversations_count: happened,
    avg_resolution_time: seconds,
    avg_first_response_time: seconds,
    avg_reply_time: seconds,
    outgoing_messages_count: happened,
  },
]

const answers: readonly (readonly [suffix: string, answer: (request: RawRequest) => unknown])[] = [
  ['/api/v1/accounts/1/agents', () => agents],
  ['/api/v1/accounts/1/teams', () => [{ id: 0, name: 'everybody' }]],
  ['/api/v1/accounts/1/inboxes', () => ({ payload: [{ id: 5, name: 'mail' }] })],
  ['/api/v1/accounts/1/labels', () => ({ payload: labels })],
  ['/api/v1/accounts/1/csat_survey_responses/metrics', () => surveys],
  ...['agent', 'team', 'inbox', 'label'].map(
    (name) => [`/api/v2/accounts/1/summary_reports/${name}`, () => totals] as const,
  ),
  ['/api/v2/accounts/1/reports/outgoing_messages_count', () => totals],
  ['/api/v2/accounts/1/reports/bot_summary', () => ({ ...summary, previous: summary })],
  ['/api/v2/accounts/1/reports/summary', () => ({ ...scopeTotals, previous: scopeTotals })],
  ['/api/v2/accounts/1/reports', ({ query }) => toSeries(query)],
]

function answer(request: RawRequest): RawAnswer {
  const found = answers.find(([path]) => path === request.path)
  return found ? json(found[1](request)) : json({ error: 'Resource could not be found' }, 404)
}

/** Rows begin where hours of the asked offset do, the first of them perhaps before `since`. */
function toSeries(query: URLSearchParams) {
  const [since, until] = [Number(query.get('since')), Number(query.get('until'))]
  const length = query.get('group_by') === 'hour' ? 3600 : 86_400
  const shift = (Number(query.get('timezone_offset')) * 3600) % length
  const first = Math.floor((since + shift) / length) * length - shift
  const isMean = /^avg_|^reply_time$/.test(query.get('metric') ?? '')
  const figures = isMean ? { value: seconds, count: happened } : { value: happened }
  return Array.from({ length: Math.ceil((until - first) / length) }, (_, place) => ({
    ...figures,
    timestamp: first + place * length,
  }))
}

const row = (date: string, value = '3', rest = '') =>
  `{"value":${value},"timestamp":${Date.parse(`${date}T00:00Z`) / 1000}${rest}}`
const [first, second] = [row('2026-03-28'), row('2026-03-29')]
const series = (...rows: string[]): string => `[${rows.join(',')}]`
const right = series(first, second)

export const fixtures: ProviderFixtures = {
  source: (url) => ({ ...chatwootSource(url), id: 'sales', timeZone: 'UTC' }),
  credentials: { header: 'api-access-token', value: 'test-token', secrets: ['test-token'] },
  answer,
  filters: [
    {
      kind: 'AGENT',
      filter: { agentEmail: "o'neil@x" },
      parameters: [{ type: 'agent', id: '7' }, { 'user_ids[]': '7' }],
    },
    {
      kind: 'AGENT',
      filter: { agentEmail: 'bo+vip@x' },
      parameters: [{ type: 'agent', id: '9' }, { 'user_ids[]': '9' }],
    },
    { kind: 'TAGS', filter: { tags: ['100%'] }, parameters: [{ type: 'label', id: '4' }] },
    { kind: 'TEAM', filter: { team: 'sales:team:0' }, parameters: [{ type: 'team', id: '0' }, { team_id: '0' }] },
    { kind: 'INBOX', filter: { inbox: 'sales:inbox:5' }, parameters: [{ type: 'inbox', id: '5' }, { inbox_id: '5' }] },
    { kind: 'BUSINESS_HOURS', filter: { businessHours: true }, parameters: [{ business_hours: 'true' }] },
  ],
  wrongBodies: {
    'JSON that is cut': [right.slice(0, -20), 'BAD_RESPONSE'],
    HTML: ['<!doctype html><title>Sign in</title>', 'BAD_RESPONSE'],
    nothing: ['', 'BAD_RESPONSE'],
    null: ['null', 'BAD_RESPONSE'],
    'an empty list': ['[]', 'METRIC_UNSUPPORTED'],
    'an empty object': ['{}', 'METRIC_UNSUPPORTED'],
    'an error': ['{"error":"Internal Server Error"}', 'BAD_RESPONSE'],
    'another shape': [`{"data":${right}}`, 'BAD_RESPONSE'],
    'a byte order mark': [`\uFEFF${right}`, 'BAD_RESPONSE'],
    'a number that is none': [series(first, row('2026-03-29', 'NaN')), 'BAD_RESPONSE'],
    'a word for a number': [series(first, row('2026-03-29', '"NaN"')), 'BAD_RESPONSE'],
    'a truth for a number': [series(first, row('2026-03-29', 'true')), 'BAD_RESPONSE'],
    'a negative number': [series(first, row('2026-03-29', '-3')), 'BAD_RESPONSE'],
    'a negative number as text': [series(first, row('2026-03-29', '"-3"')), 'BAD_RESPONSE'],
    'a broken count': [series(first, row('2026-03-29', '3.5')), 'BAD_RESPONSE'],
    'a number beyond all numbers': [series(first, row('2026-03-29', '1e400')), 'BAD_RESPONSE'],
    'a number that no count reaches': [series(first, row('2026-03-29', '1e17')), 'BAD_RESPONSE'],
    'a text of 400 digits': [series(first, row('2026-03-29', `"${'9'.repeat(400)}"`)), 'BAD_RESPONSE'],
    'a row twice': [series(first, first), 'BAD_RESPONSE'],
    'a row too many': [series(first, second, row('2026-03-30')), 'BAD_RESPONSE'],
    'a row too few': [series(first), 'BAD_RESPONSE'],
    'rows out of order': [series(second, first), 'BAD_RESPONSE'],
    'rows of other days': [series(row('2026-03-27'), first), 'BAD_RESPONSE'],
    'a row that is a list': [series(first, '[3]'), 'BAD_RESPONSE'],
    '__proto__ in place of rows': [`{"__proto__":${right}}`, 'BAD_RESPONSE'],
    'constructor in place of rows': [`{"constructor":${right}}`, 'BAD_RESPONSE'],
    '__proto__ in place of a figure': ['[{"__proto__":{"value":3,"timestamp":1774656000}}]', 'BAD_RESPONSE'],
  },
  oddBodies: {
    'more fields than documented': series(first, row('2026-03-29', '3', ',"unit":{"name":"conversation"}')),
    '__proto__ and constructor beside the figures': series(
      first,
      row('2026-03-29', '3', ',"__proto__":{"value":9},"constructor":9'),
    ),
    'numbers as texts': series(row('2026-03-28', '"3"'), row('2026-03-29', '"3"')),
    'white space': ` \n${right}\n`,
  },
}
