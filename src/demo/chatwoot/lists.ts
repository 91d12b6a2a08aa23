import type { Call } from './call.ts'
import { inboxSettings } from './inbox-settings.ts'
import type { ChatwootAgent } from './rows.ts'
import type { RubyValue } from './ruby-json.ts'

export function listAgents({ index, accountId }: Call): RubyValue {
  return sortBy(index.rows.agents, (agent) => agent.name).map((agent) => describeAgent(agent, accountId))
}

export const describeAgent = ({ id, name, email, role }: ChatwootAgent, accountId: number) => ({
  id,
  account_id: accountId,
  availability_status: 'offline',
  auto_offline: true,
  confirmed: true,
  email,
  provider: 'email',
  available_name: name,
  name,
  role,
  thumbnail: '',
})

/** Chatwoot shows agents only the inboxes they are members of. In this account no agent is a member of an inbox. */
export function listInboxes({ index, role }: Call): RubyValue {
  const inboxes = role === 'administrator' ? sortBy(index.rows.inboxes, (inbox) => inbox.name) : []
  return { payload: inboxes.map(inboxSettings) }
}

export function listTeams({ index, accountId }: Call): RubyValue {
  return index.rows.teams.map((team) => ({
    id: team.id,
    name: team.name,
    description: null,
    allow_auto_assign: true,
    account_id: accountId,
    is_member: false,
  }))
}

export function listLabels({ index }: Call): RubyValue {
  const labels = sortBy(index.rows.labels, (label) => label.title)
  return {
    payload: labels.map((label) => ({
      id: label.id,
      title: label.title,
      description: null,
      color: '#1f93ff',
      show_on_sidebar: true,
    })),
  }
}

export const sortBy = <T>(rows: readonly T[], nameOf: (row: T) => string): readonly T[] =>
  rows.toSorted((one, other) => (nameOf(one).toLowerCase() < nameOf(other).toLowerCase() ? -1 : 1))
