import { DateTime } from 'luxon'
import { Agent, request } from 'undici'
import { accountId, headers } from './accounts.ts'

/** Numerator and denominator of a figure. */
export interface Part {
  readonly amount: number
  readonly weight: number
}

export interface NaiveScope {
  readonly range: { readonly days: { readonly first: string; readonly last: string } }
  readonly granularity: string
  readonly timeZone: string
  readonly filter: { readonly sources: readonly string[] }
}

const upstream = process.env.UPSTREAM_URL ?? ''
// On a busy machine, the last of a thousand simultaneous connections take long to open.
const dispatcher = new Agent({ connect: { timeout: 120_000 } })

async function read(product: keyof typeof headers, path: string, query: Record<string, string> = {}) {
  const search = new URLSearchParams(query).toString()
  const { body } = await request(`${upstream}${path}${search && `?${search}`}`, {
    headers: headers[product],
    dispatcher,
  })
  return body.json()
}

/** The start of each bucket, and the end of the last one. */
export function toEdges({ range, granularity, timeZone: zone }: NaiveScope): DateTime[] {
  const unit = granularity === 'HOUR' ? 'hours' : 'days'
  const end = DateTime.fromISO(range.days.last, { zone }).plus({ days: 1 })
  const edges: DateTime[] = []
  for (let edge = DateTime.fromISO(range.days.first, { zone }); edge < end; edge = edge.plus({ [unit]: 1 }))
    edges.push(edge)
  return [...edges, end]
}

export const chatwootMetrics: Readonly<Record<string, string>> = {
  CONVERSATIONS: 'conversations_count',
  INCOMING_MESSAGES: 'incoming_messages_count',
  OUTGOING_MESSAGES: 'outgoing_messages_count',
  RESOLUTIONS: 'resolutions_count',
  FIRST_RESPONSE_TIME: 'avg_first_response_time',
  RESPONSE_TIME: 'reply_time',
  RESOLUTION_TIME: 'avg_resolution_time',
}

type ChatwootRows = readonly { readonly timestamp: number; readonly value: number | string; readonly count?: number }[]

/** One request; hours are assigned to buckets. */
export async function readChatwoot(metric: string, edges: readonly DateTime[], agent?: string): Promise<Part[][]> {
  const starts = edges.map((edge) => edge.toSeconds())
  const rows = (await read('chatwoot', `/api/v2/accounts/${accountId}/reports`, {
    metric,
    ...(agent ? { type: 'agent', id: agent } : { type: 'account' }),
    since: String(starts[0]),
    until: String(starts.at(-1)),
    group_by: 'hour',
  })) as ChatwootRows
  const buckets: Part[][] = edges.slice(1).map(() => [])
  let place = 0
  for (const { timestamp, value, count = 0 } of rows) {
    while (place < buckets.length && (starts[place + 1] ?? 0) <= timestamp) place += 1
    buckets[place]?.push({ amount: Number(value), weight: count })
  }
  return buckets
}

// biome-ignore lint/suspicious/noExplicitAny: the naive server does not check upstream responses
type Body = any

const counted = (pick: (body: Body) => number) => (body: Body) => ({ amount: pick(body) ?? 0, weight: 0 })

export const liveChatMetrics: Readonly<Record<string, readonly [path: string, pick: (body: Body) => Part]>> = {
  CONVERSATIONS: ['chats/total_chats', counted(({ chats }) => chats)],
  FIRST_RESPONSE_TIME: [
    'chats/first_response_time',
    ({ first_response_time: mean }) => ({ amount: mean?.seconds ?? 0, weight: mean?.count ?? 0 }),
  ],
  RESPONSE_TIME: [
    'chats/response_time',
    ({ avg_response_time: mean }) => ({ amount: mean?.seconds ?? 0, weight: mean?.count ?? 0 }),
  ],
  CONVERSATIONS_FROM_GREETING: ['chats/engagement', counted((body) => body.chats_from_auto_invite)],
  CONVERSATIONS_FROM_VISITOR: ['chats/engagement', counted((body) => body.chats_from_immediate_start)],
  CONVERSATIONS_FROM_AGENT: ['chats/engagement', counted((body) => body.chats_from_manual_invite)],
  MISSED_CONVERSATIONS: ['chats/not_replied_chats', counted((body) => body.not_replied)],
  GOALS: ['chats/goals', counted(({ goals }) => goals)],
  GREETINGS_DISPLAYED: ['chats/greetings', counted(({ displayed }) => displayed)],
  GREETINGS_ACCEPTED: ['chats/greetings', counted(({ accepted }) => accepted)],
  GREETING_GOALS: ['chats/greetings', counted(({ goals }) => goals)],
  QUEUED_VISITORS: ['chats/queued_visitors', counted(({ queued }) => queued?.count)],
  QUEUE_ENTRIES: ['chats/queued_visitors', counted((body) => body.entered_chat?.count)],
  QUEUE_ABANDONMENTS: ['chats/queued_visitors', counted((body) => body.left_queue?.count)],
  ABANDONMENT_RATE: [
    'chats/queued_visitors',
    (body) => ({ amount: body.left_queue?.count ?? 0, weight: body.queued?.count ?? 0 }),
  ],
  QUEUE_WAITING_TIME: [
    'chats/queued_visitors/waiting_times',
    ({ queued }) => ({ amount: queued?.average?.seconds ?? 0, weight: queued?.count ?? 0 }),
  ],
  QUEUE_WAITING_TIME_MAX: [
    'chats/queued_visitors/waiting_times',
    ({ queued }) => ({ amount: queued?.max?.seconds ?? 0, weight: queued?.count ?? 0 }),
  ],
  TICKETS_CREATED: ['tickets/new_tickets', counted((body) => body.new_tickets)],
  TICKETS_SOLVED: ['tickets/solved_tickets', counted((body) => body.solved_tickets)],
  TICKETS_FROM_MAIL: ['tickets/ticket_sources', counted((body) => body.tickets_from_mail)],
}

/** One request, by the day. */
export async function readLiveChat(metric: string, { range, timeZone }: NaiveScope, agent?: string): Promise<Part[][]> {
  const [path, pick] = liveChatMetrics[metric] ?? ['', () => ({ amount: 0, weight: 0 })]
  const answer = (await read('livechat', `/reports/${path}`, {
    date_from: range.days.first,
    date_to: range.days.last,
    group_by: 'day',
    timezone: timeZone,
    ...(agent && { agent }),
  })) as Body
  return Object.keys(answer)
    .sort()
    .map((date) => [pick(answer[date])])
}

export interface NaiveAgent {
  readonly name: string
  readonly email: string
  readonly id: string
}

export async function listChatwootAgents(): Promise<NaiveAgent[]> {
  const agents = (await read('chatwoot', `/api/v1/accounts/${accountId}/agents`)) as Body[]
  return agents.map(({ id, name, email }) => ({ name, email, id: String(id) }))
}

export async function listLiveChatAgents(): Promise<NaiveAgent[]> {
  const agents = (await read('livechat', '/agents')) as Body[]
  return agents.map(({ name, login }) => ({ name, email: login, id: login }))
}
