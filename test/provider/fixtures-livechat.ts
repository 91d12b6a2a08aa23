import { liveChatSource } from '../support/gateway.ts'
import { json, type RawAnswer, type RawRequest } from '../support/raw-upstream.ts'
import { happened, minutes, now, type ProviderFixtures, seconds } from './fixtures.ts'

const day = 86_400_000
const timed = { count: happened, seconds }
const ticketTime = { count: happened, hours: seconds / 3600 }
const wait = { count: happened, min: { seconds }, max: { seconds }, average: { seconds } }
const rated = { good: happened, bad: happened }

/** A bucket of each report, by its path below `/reports/`. */
const buckets: Readonly<Record<string, unknown>> = {
  'chats/total_chats': { chats: happened },
  'chats/engagement': {
    chats_from_auto_invite: happened,
    chats_from_immediate_start: happened,
    chats_from_manual_invite: happened,
  },
  'chats/not_replied_chats': { not_replied: happened },
  'chats/ratings': { ...rated, chats: 9 },
  'chats/queued_visitors': {
    queued: { count: happened },
    entered_chat: { count: happened },
    left_queue: { count: happened },
  },
  'chats/queued_visitors/waiting_times': { queued: wait, entered_chat: wait, left_queue: wait },
  'chats/first_response_time': { first_response_time: timed },
  'chats/response_time': { avg_response_time: timed },
  'chats/goals': { goals: happened },
  'chats/greetings': { displayed: happened, accepted: happened, goals: happened },
  'tickets/new_tickets': { new_tickets: happened },
  'tickets/first_response_time': ticketTime,
  'tickets/solved_tickets': { solved_tickets: happened },
  'tickets/resolution_time': ticketTime,
  'tickets/ticket_sources': {
    tickets_from_chat_window: happened,
    tickets_from_mail: happened,
    tickets_from_chat: happened,
  },
  'tickets/ratings': rated,
}

const durations = ['availability', 'chats/chatting_time']
const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`)

function answer({ path, query }: RawRequest): RawAnswer {
  const report = path.replace('/reports/', '')
  if (report.endsWith('/ranking')) return json({ ranking: [{ name: 'bo+vip@x', ...rated, total: 6, score: 0.5 }] })
  if (report === 'chats/agents_occupancy') return json(toOccupancy(query.get('weekday') ?? ''))
  const [from = '', to = ''] = [query.get('date_from') ?? '', query.get('date_to') ?? '']
  const isDuration = durations.includes(report)
  const isByHour = from === to && (isDuration || query.get('group_by') === 'hour')
  const bucket = isDuration ? (isByHour ? { minutes } : { hours: minutes / 60 }) : buckets[report]
  const keys = isByHour ? hours : datesBetween(from, to)
  return bucket ? json(Object.fromEntries(keys.map((key) => [key, bucket]))) : json({ error: 'Not found' }, 404)
}

const toDate = (instant: number): string => new Date(instant).toISOString().slice(0, 10)

const datesBetween = (from: string, to: string): string[] =>
  Array.from({ length: (Date.parse(to) - Date.parse(from)) / day + 1 }, (_, place) =>
    toDate(Date.parse(from) + place * day),
  )

function toOccupancy(weekday: string): Record<string, number> {
  const dates = datesBetween(toDate(now - 27 * day), toDate(now)).filter(
    (date) => new Date(date).toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' }).toLowerCase() === weekday,
  )
  return Object.fromEntries(dates.flatMap((date) => hours.map((hour) => [`${date} ${hour}`, happened])))
}

const [first, second] = ['"2026-03-28":{"chats":3}', '"2026-03-29":{"chats":3}']
const series = (...rows: string[]): string => `{${rows.join(',')}}`
const secondOf = (figures: string): string => series(first, `"2026-03-29":${figures}`)
const right = series(first, second)

export const fixtures: ProviderFixtures = {
  source: (url) => ({ ...liveChatSource(url), id: 'sales', timeZone: 'UTC' }),
  credentials: {
    header: 'authorization',
    value: `Basic ${Buffer.from('ops@test.example:test-key').toString('base64')}`,
    secrets: ['test-key', 'ops@test.example', Buffer.from('ops@test.example:test-key').toString('base64')],
  },
  answer,
  filters: [
    { kind: 'AGENT', filter: { agentEmail: "o'neil@x" }, parameters: [{ agent: "o'neil@x" }] },
    { kind: 'AGENT', filter: { agentEmail: 'bo+vip@x' }, parameters: [{ agent: 'bo+vip@x' }] },
    { kind: 'TAGS', filter: { tags: ['100%'] }, parameters: [{ 'tag[]': '100%' }] },
    { kind: 'TAGS', filter: { tags: ['a&b=c d[]'] }, parameters: [{ 'tag[]': 'a&b=c d[]' }] },
    { kind: 'TEAM', filter: { team: 'sales:team:0' }, parameters: [{ group: '0' }] },
    { kind: 'GOAL', filter: { goal: 'sales:goal:71' }, parameters: [{ goal: '71' }] },
    { kind: 'GREETING', filter: { greeting: 'sales:greeting:9' }, parameters: [{ greeting: '9' }] },
  ],
  wrongBodies: {
    'JSON that is cut': [right.slice(0, -10), 'BAD_RESPONSE'],
    HTML: ['<!doctype html><title>Sign in</title>', 'BAD_RESPONSE'],
    nothing: ['', 'BAD_RESPONSE'],
    null: ['null', 'BAD_RESPONSE'],
    'an empty list': ['[]', 'BAD_RESPONSE'],
    'an empty object': ['{}', 'BAD_RESPONSE'],
    'an error': ['{"errors":["Internal error"]}', 'BAD_RESPONSE'],
    'another shape': [`{"records":${right}}`, 'BAD_RESPONSE'],
    'a byte order mark': [`\uFEFF${right}`, 'BAD_RESPONSE'],
    'a number that is none': [secondOf('{"chats":NaN}'), 'BAD_RESPONSE'],
    'a text for a number': [secondOf('{"chats":"3"}'), 'BAD_RESPONSE'],
    'a truth for a number': [secondOf('{"chats":true}'), 'BAD_RESPONSE'],
    'null for a number': [secondOf('{"chats":null}'), 'BAD_RESPONSE'],
    'a negative number': [secondOf('{"chats":-3}'), 'BAD_RESPONSE'],
    'a broken count': [secondOf('{"chats":3.5}'), 'BAD_RESPONSE'],
    'a number beyond all numbers': [secondOf('{"chats":1e400}'), 'BAD_RESPONSE'],
    'a number that no count reaches': [secondOf('{"chats":1e17}'), 'BAD_RESPONSE'],
    'a row twice': [series(first, second, second), 'BAD_RESPONSE'],
    'a row too many': [series(first, second, '"2026-03-30":{"chats":3}'), 'BAD_RESPONSE'],
    'a row too few': [series(first), 'BAD_RESPONSE'],
    'rows of other days': [series('"2026-03-27":{"chats":3}', first), 'BAD_RESPONSE'],
    'rows by the month': ['{"2026-03":{"begin":"2026-03-28","end":"2026-03-29","chats":6}}', 'BAD_RESPONSE'],
    'rows by the hour': [series(...hours.map((hour) => `"${hour}":{"chats":3}`)), 'BAD_RESPONSE'],
    'rows of two kinds': [series(first, '"00:00":{"chats":3}'), 'BAD_RESPONSE'],
    'a row that is a number': [secondOf('3'), 'BAD_RESPONSE'],
    'a row that is a list': [secondOf('[3]'), 'BAD_RESPONSE'],
    'a row that is null': [secondOf('null'), 'BAD_RESPONSE'],
    '__proto__ in place of a day': [series(first, '"__proto__":{"chats":3}'), 'BAD_RESPONSE'],
    '__proto__ beside the days': [series(first, second, '"__proto__":{"2026-03-29":{"chats":3}}'), 'BAD_RESPONSE'],
    'constructor beside the days': [series(first, second, '"constructor":{"chats":3}'), 'BAD_RESPONSE'],
  },
  oddBodies: {
    'more fields than documented': secondOf('{"chats":3,"value":{"USD":{"sales_count":1}}}'),
    '__proto__ and constructor beside the figures': secondOf('{"chats":3,"__proto__":{"chats":9},"constructor":9}'),
    'days out of order': series(second, first),
    'white space': ` \n${right}\n`,
  },
}
