import type { Call } from './call.ts'
import { describeSurvey } from './describe-survey.ts'
import { groupBy } from './group-by.ts'
import { readChoice, readPage, readRange, readText } from './parameters.ts'
import type { SurveyResponse } from './rows.ts'
import type { RubyValue } from './ruby-json.ts'

/** `GET /csat_survey_responses`: pages of 25. */
export function listSurveys(call: Call): RubyValue {
  const { query, index } = call
  const order = orders[readText(query, 'sort')] ?? (isJoined(query) ? byConversation : byId)
  const page = readPage(query, selectResponses(call).toSorted(order))
  return page.map((response) => describeSurvey(response, index, call.accountId))
}

/** `GET /csat_survey_responses/metrics`. The number of surveys sent is filtered by date only. */
export function getSurveyMetrics(call: Call): RubyValue {
  const responses = selectResponses(call)
  const ratings = groupBy(responses, ({ rating }) => rating)
  const isDated = createDateFilter(call)
  return {
    total_count: responses.length,
    ratings_count: Object.fromEntries([...ratings].map(([rating, rated]) => [rating, rated.length])),
    total_sent_messages_count: call.index.surveys.filter(isDated).length,
  }
}

type Order = (one: SurveyResponse, other: SurveyResponse) => number

const orders: Readonly<Record<string, Order>> = {
  created_at: (one, other) => one.createdAt - other.createdAt,
  '-created_at': (one, other) => other.createdAt - one.createdAt,
}

// Without `sort` Chatwoot does not order the rows. This is the order in which PostgreSQL returned them, not that of
// time.
const byId: Order = (one, other) => one.id - other.id
const byConversation: Order = (one, other) => one.conversationId - other.conversationId || byId(one, other)
const isJoined = (query: URLSearchParams) => [...query.keys()].some((name) => /^(inbox|team)_id/.test(name))

function selectResponses(call: Call): readonly SurveyResponse[] {
  const { query, index } = call
  const isDated = createDateFilter(call)
  const [byAgent, byRating] = [readChoice(query, 'user_ids'), readChoice(query, 'rating')]
  const [byInbox, byTeam] = [readChoice(query, 'inbox_id'), readChoice(query, 'team_id')]
  return index.rows.responses.filter(isDated).filter((response) => {
    const { inboxId = null, teamId = null } = index.conversationOf(response) ?? {}
    return byAgent(response.agentId) && byRating(response.rating) && byInbox(inboxId) && byTeam(teamId)
  })
}

/** Unless both bounds are set, the range is all time. */
function createDateFilter({ query, horizon }: Call): (row: { readonly createdAt: number }) => boolean {
  const { since, until } = readRange(query) ?? { since: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }
  return ({ createdAt }) => createdAt >= since && createdAt < Math.min(until, horizon)
}
