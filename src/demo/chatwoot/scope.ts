import { reject } from './error-response.ts'
import type { Occurrence } from './occurrences.ts'
import { castInteger, isBlank, readText } from './parameters.ts'
import type { ChatwootRows, Conversation } from './rows.ts'

type ScopeType = 'account' | 'agent' | 'inbox' | 'label' | 'team'

/** Restricts the rows that a report counts. The id of an account is ignored. */
export interface Scope {
  readonly type: ScopeType
  readonly id: number
}

const entities: Readonly<Record<ScopeType, (rows: ChatwootRows) => readonly { readonly id: number }[] | null>> = {
  account: () => null,
  agent: (rows) => rows.agents,
  inbox: (rows) => rows.inboxes,
  label: (rows) => rows.labels,
  team: (rows) => rows.teams,
}

const isScopeType = (text: string): text is ScopeType => Object.hasOwn(entities, text)

export function readScope(query: URLSearchParams, rows: ChatwootRows): Scope {
  const text = readText(query, 'type')
  const type = isBlank(text) ? 'account' : text
  if (!isScopeType(type)) reject('serverError')
  const known = entities[type](rows)
  if (!known) return { type, id: 0 }
  const id = castInteger(readText(query, 'id'))
  return known.some((entity) => entity.id === id) ? { type, id } : reject('notFound')
}

/** Filters by the current team and labels of the conversation, or by the agent and inbox of the row itself. */
export function createScopeFilter(
  rows: ChatwootRows,
  conversationOf: (row: { readonly conversationId: number | null }) => Conversation | undefined,
): (scope: Scope, occurrence: Occurrence) => boolean {
  const titles = new Map(rows.labels.map((label) => [label.id, label.title.toLowerCase()]))

  const accepts: Readonly<Record<ScopeType, (occurrence: Occurrence, id: number) => boolean>> = {
    account: () => true,
    agent: (occurrence, id) => occurrence.agentId === id,
    inbox: (occurrence, id) => occurrence.inboxId === id,
    label: (occurrence, id) =>
      conversationOf(occurrence)?.labels.some((label) => label.toLowerCase() === titles.get(id)) ?? false,
    team: (occurrence, id) => conversationOf(occurrence)?.teamId === id,
  }
  return (scope, occurrence) => accepts[scope.type](occurrence, scope.id)
}
