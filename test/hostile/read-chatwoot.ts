import { datasets } from '../../src/provider/chatwoot/datasets/index.ts'
import { anyone } from '../support/asker.ts'
import type { Exchange } from '../support/lying-upstream.ts'
import { readDistinct, readField, readList, readText } from './plain-json.ts'
import {
  askDataset,
  type Call,
  callList,
  dates,
  firstDay,
  type PlainRow,
  type ReportedFigures,
  reportRows,
  wholeRange,
} from './wrong-figures.ts'

const [hour, day] = [3_600_000, 86_400_000]
const beginning = Date.parse(dates[0])
const whole = { start: beginning, end: beginning + 2 * day }

/** Numbers, which old servers write as texts. */
const readNumber = (value: unknown): unknown =>
  typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value

/** A mean of nothing is 0 or null. */
const readMean = (value: unknown): unknown => readNumber(value) || null

const readSpan = ({ query }: Exchange) => ({
  start: Number(query.get('since')) * 1000,
  end: Number(query.get('until')) * 1000,
})

/** Rows of one length; exactly one begins at each time. */
const readSeries =
  (metric: string, length: number) =>
  ([exchange]: readonly Exchange[]): readonly PlainRow[] => {
    const rows = readList(readText(exchange?.body))
    const isMean = /^avg_|^reply_time$/.test(metric)
    const { start: first, end } = exchange ? readSpan(exchange) : whole
    return Array.from({ length: (end - first) / length }, (_, place) => {
      const start = first + place * length
      const [row, ...others] = rows.filter((one) => readField(one, 'timestamp') === start / 1000)
      if (others.length > 0) throw new Error('a row comes twice')
      const value = readField(row, 'value')
      const figures = isMean
        ? { value: readMean(value), count: readNumber(readField(row, 'count')) }
        : { value: readNumber(value) }
      return { start, end: start + length, figures }
    })
  }

const meanNames = ['avg_first_response_time', 'avg_resolution_time', 'reply_time']
const countNames = ['conversations_count', 'incoming_messages_count', 'outgoing_messages_count', 'resolutions_count']

const readTotals = (body: unknown) => ({
  ...Object.fromEntries(countNames.map((name) => [name, readField(body, name)])),
  ...Object.fromEntries(meanNames.map((name) => [name, readMean(readField(body, name))])),
})

const readSummary = ([exchange]: readonly Exchange[]): readonly PlainRow[] => [
  { ...whole, figures: readTotals(readText(exchange?.body)) },
]

const readBots = (exchanges: readonly Exchange[]): readonly PlainRow[] =>
  exchanges.map((exchange) => {
    const body = readText(exchange.body)
    const figures = {
      resolutions: readField(body, 'bot_resolutions_count'),
      handoffs: readField(body, 'bot_handoffs_count'),
    }
    return { ...readSpan(exchange), figures }
  })

/** E-mail addresses by the agents' ids. */
function readAgents(exchanges: readonly Exchange[]): ReadonlyMap<unknown, string> {
  const agents = readList(readText(exchanges.find(({ path }) => path.endsWith('/agents'))?.body))
  return new Map(
    readDistinct(agents, (agent) => readField(agent, 'id')).map((agent) => [
      readField(agent, 'id'),
      String(readField(agent, 'email')),
    ]),
  )
}

const readMembers =
  (dataset: string) =>
  (exchanges: readonly Exchange[]): readonly PlainRow[] => {
    const asked = exchanges.find(({ path }) => /\/(summary_reports|reports)\//.test(path))
    const isAgent = /agent/.test(dataset)
    const emails = isAgent ? readAgents(exchanges) : undefined
    const rows = readList(readText(asked?.body)).flatMap((row) => {
      const [id, name] = [readField(row, 'id'), readField(row, 'name')]
      const member = isAgent ? emails?.get(id) : /label/.test(dataset) ? name : id
      return (member ?? '') === '' ? [] : [{ row, member: String(member) }]
    })
    return readDistinct(rows, ({ member }) => member).map(({ row, member }) => {
      const count = (name: string) => readField(row, name) ?? null
      const figures = dataset.startsWith('outgoing')
        ? { outgoing_messages_count: count('outgoing_messages_count') }
        : {
            conversations_count: count('conversations_count'),
            ...(readField(row, 'resolved_conversations_count') !== undefined && {
              resolved_conversations_count: count('resolved_conversations_count'),
            }),
            ...Object.fromEntries(
              ['avg_resolution_time', 'avg_first_response_time', 'avg_reply_time']
                .filter((name) => readField(row, name) !== undefined)
                .map((name) => [name, count(name)]),
            ),
          }
      return { ...whole, member, figures }
    })
  }

const add = (...numbers: readonly unknown[]): number => numbers.reduce<number>((sum, one) => sum + Number(one ?? 0), 0)

/** Good and bad of all ratings, whose counts add up to what they say that they do. */
function readRatings(body: string) {
  const counts = readField(readText(body), 'ratings_count')
  const [one, two, three, four, five] = ['1', '2', '3', '4', '5'].map((rating) => readField(counts, rating))
  const total = readField(readText(body), 'total_count')
  if (total !== add(one, two, three, four, five)) throw new Error('the counts contradict each other')
  return { total, figures: { good: add(four, five), bad: add(one, two) } }
}

/** All responses of the pages, at least as many as were counted. */
function readPages(exchanges: readonly Exchange[], counted: unknown): readonly unknown[] {
  const pages = exchanges.filter(({ path }) => path.endsWith('/csat_survey_responses'))
  const all = readDistinct(
    pages.flatMap(({ body }) => readList(readText(body))),
    (response) => readField(response, 'id'),
  )
  if (all.length < Number(counted)) throw new Error('some are missing')
  return all
}

const rate = (responses: readonly unknown[]) => {
  const ratings = responses.map((response) => Number(readField(response, 'rating')))
  return { good: ratings.filter((rating) => rating > 3).length, bad: ratings.filter((rating) => rating < 3).length }
}

const isMetrics = ({ path }: Exchange) => path.endsWith('/metrics')
const isWhole = (exchange: Exchange) => !exchange.query.has('user_ids[]') && readSpan(exchange).start === whole.start

/** Of spans of one length: each asked for by itself, or counted on the pages. */
const readSurveys =
  (spans: readonly { readonly start: number; readonly end: number }[]) =>
  (exchanges: readonly Exchange[]): readonly PlainRow[] => {
    const metrics = exchanges.filter(isMetrics)
    const { total } = readRatings(metrics[0]?.body ?? '')
    if (metrics.length === exchanges.length)
      return spans.map((span) => {
        const asked = metrics.find((one) => readSpan(one).start === span.start && readSpan(one).end === span.end)
        return { ...span, figures: readRatings(asked?.body ?? '').figures }
      })
    const responses = readPages(exchanges, total)
    return spans.map(({ start, end }) => {
      const at = (response: unknown) => Number(readField(response, 'created_at')) * 1000
      return { start, end, figures: rate(responses.filter((one) => at(one) >= start && at(one) < end)) }
    })
  }

function readSurveysByAgent(exchanges: readonly Exchange[]): readonly PlainRow[] {
  const emails = readAgents(exchanges)
  const all = readRatings(exchanges.find((one) => isMetrics(one) && isWhole(one))?.body ?? '')
  if (all.total === 0) return []
  const asked = exchanges.filter((one) => one.query.has('user_ids[]'))
  if (asked.length > 0) {
    const each = asked.map((one) => ({
      member: emails.get(Number(one.query.get('user_ids[]'))),
      figures: readRatings(one.body).figures,
    }))
    const rest = (name: 'good' | 'bad') => all.figures[name] - add(...each.map(({ figures }) => figures[name]))
    const others = { good: Math.max(0, rest('good')), bad: Math.max(0, rest('bad')) }
    return [...each, { figures: others }].map((row) => ({ ...whole, ...row }))
  }
  const responses = readPages(exchanges, all.total).map((response) => {
    const agent = readField(response, 'assigned_agent') ?? undefined
    return { response, email: agent && readField(agent, 'email') }
  })
  const rated = new Set(responses.flatMap(({ email }) => email ?? []))
  return [...rated].map((email) => {
    const own = responses.flatMap((one) => (one.email === email ? [one.response] : []))
    return { ...whole, member: String(email), figures: rate(own) }
  })
}

const days = dates.map((date) => ({ start: Date.parse(date), end: Date.parse(date) + day }))
const hours = Array.from({ length: 24 }, (_, index) => beginning + index * hour).map((start) => ({
  start,
  end: start + hour,
}))

type Read = (exchanges: readonly Exchange[]) => readonly PlainRow[]

const call = (name: string, ask: Call['ask'], read: Read): Call => ({
  name,
  ask,
  read: (exchanges) => reportRows(read(exchanges)),
})

const series = [...countNames, ...meanNames].flatMap((metric) => [
  call(`${metric} by day`, askDataset(metric, wholeRange), readSeries(metric, day)),
  call(`${metric} by hour`, askDataset(metric, firstDay, 'HOUR'), readSeries(metric, hour)),
])

const members = Object.keys(datasets)
  .filter((name) => /_summary$|^outgoing_by_/.test(name) && name !== 'bot_summary')
  .map((name) => call(`${name} of two days`, askDataset(name, wholeRange), readMembers(name)))

const toPlaces = (list: unknown) =>
  readDistinct(readList(list), (one) => readField(one, 'id')).map(
    (one) => [String(readField(one, 'id')), readField(one, 'name') ?? ''] as const,
  )

const live: Call = {
  name: 'what is going on',
  async ask(source) {
    const load = await source.readLive?.({ businessHours: false }, anyone)
    return { ...load, byAgent: await load?.byAgent() }
  },
  read(exchanges): ReportedFigures {
    const [totals, groups] = ['/conversation_metrics', '/grouped_conversation_metrics'].map((path) =>
      readText(exchanges.find((one) => one.path.endsWith(`/live_reports${path}`))?.body),
    )
    const [open, unattended, unassigned, pending] = ['open', 'unattended', 'unassigned', 'pending'].map((name) =>
      readField(totals, name),
    )
    const byAssignee = readDistinct(readList(groups), (group) => readField(group, 'assignee_id'))
    const byAgent = [...readAgents(exchanges)].map(([id, email]) => {
      const group = byAssignee.find((one) => readField(one, 'assignee_id') === id) ?? { open: 0, unattended: 0 }
      return { email, open: readField(group, 'open'), unattended: readField(group, 'unattended') }
    })
    return { open, unattended, unassigned, ...(pending !== undefined && { pending }), byAgent }
  },
}

export const calls: readonly Call[] = [
  ...series,
  ...members,
  call('summary of two days', askDataset('summary', wholeRange), readSummary),
  call('bot_summary by day', askDataset('bot_summary', wholeRange), readBots),
  call('csat by day', askDataset('csat', wholeRange), readSurveys(days)),
  call('csat by hour', askDataset('csat', firstDay, 'HOUR'), readSurveys(hours)),
  call('csat of one day', askDataset('csat', firstDay), readSurveys(days.slice(0, 1))),
  call('csat_by_agent of two days', askDataset('csat_by_agent', wholeRange), readSurveysByAgent),
  live,
  callList('agents', (body) =>
    readDistinct(readList(body), (one) => readField(one, 'email')).map((one) => {
      const email = String(readField(one, 'email'))
      return [email, readField(one, 'name') || email]
    }),
  ),
  callList('teams', toPlaces),
  callList('inboxes', (body) => toPlaces(readField(body, 'payload'))),
  callList('tags', (body) =>
    readDistinct(readList(readField(body, 'payload')), (one) => readField(one, 'title')).map((one) => {
      const title = String(readField(one, 'title'))
      return [title, title]
    }),
  ),
]
