import type { Call } from './call.ts'
import { reject } from './error-response.ts'
import { groupBy } from './group-by.ts'
import { countLoad, type LiveConversation, listLive } from './live-load.ts'
import { castInteger, isBlank, readPage, readText } from './parameters.ts'
import type { RubyValue } from './ruby-json.ts'

/** `GET /live_reports/conversation_metrics`. */
export const getLiveMetrics = (call: Call): RubyValue => countLoad(listLiveOfTeam(call))

const groupings: Readonly<Record<string, (conversation: LiveConversation) => number | null>> = {
  assignee_id: ({ assigneeId }) => assigneeId,
  team_id: ({ teamId }) => teamId,
}

/**
 * `GET /live_reports/grouped_conversation_metrics`: only groups with an open conversation, including the unassigned.
 */
export function getGroupedLiveMetrics(call: Call): RubyValue {
  const name = readText(call.query, 'group_by')
  const groupOf = Object.hasOwn(groupings, name) ? groupings[name] : undefined
  // Chatwoot checks the grouping before the permission, so the route itself has access 'member'.
  if (!groupOf) reject('invalidGroup')
  if (call.role !== 'administrator') reject('notAllowed')
  const groups = groupBy(listLiveOfTeam(call), groupOf)
  return [...groups]
    .map(([id, conversations]) => {
      const { open, unattended, unassigned } = countLoad(conversations)
      return { open, unattended, unassigned, [name]: id }
    })
    .filter(({ open }) => open > 0)
}

/** `GET /reports/conversations`: the same counts for the account, or for a page of 25 agents. */
export function getConversations(call: Call): RubyValue {
  const type = readText(call.query, 'type')
  if (isBlank(type)) reject('unprocessable')
  const live = listLive(call)
  // Chatwoot counts as pending the conversations that are both open and pending, of which there are none.
  if (type === 'account') return { ...countLoad(live), pending: 0 }
  // The endpoint accepts a type but no id, so it never finds the entity.
  if (type === 'inbox' || type === 'label' || type === 'team') reject('notFound')
  if (type !== 'agent') reject('serverError')
  return readPage(call.query, call.index.rows.agents)
    .map(({ id, name, email }) => {
      const { open, unattended } = countLoad(live.filter(({ assigneeId }) => assigneeId === id))
      return { id, name, email, thumbnail: '', availability: 'offline', metric: { open, unattended } }
    })
    .sort((one, other) => other.metric.open - one.metric.open)
}

function listLiveOfTeam(call: Call): readonly LiveConversation[] {
  const { query, index } = call
  if (!query.has('team_id')) return listLive(call)
  const id = castInteger(readText(query, 'team_id'))
  if (!index.rows.teams.some((team) => team.id === id)) reject('notFound')
  return listLive(call).filter(({ teamId }) => teamId === id)
}
