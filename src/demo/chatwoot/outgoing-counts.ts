import type { Call } from './call.ts'
import { reject } from './error-response.ts'
import { groupBy } from './group-by.ts'
import type { Occurrence } from './occurrences.ts'
import { readRange, readText } from './parameters.ts'
import type { RowIndex } from './row-index.ts'
import type { RubyValue } from './ruby-json.ts'

type Key = number | string | null

interface Grouping {
  keysOf(message: Occurrence, index: RowIndex): readonly Key[]
  describe(key: Key, index: RowIndex): { readonly id: Key; readonly name: Key }
}

/** Entities that have been deleted have no name. */
const named = (table: 'agents' | 'inboxes' | 'teams'): Grouping['describe'] => {
  return (key, { rows }) => ({ id: key, name: rows[table].find(({ id }) => id === key)?.name ?? null })
}

const groupings: Readonly<Record<string, Grouping>> = {
  agent: { keysOf: ({ agentId }) => [agentId], describe: named('agents') },
  inbox: { keysOf: ({ inboxId }) => [inboxId], describe: named('inboxes') },
  team: { keysOf: (message, index) => [index.conversationOf(message)?.teamId ?? null], describe: named('teams') },
  label: {
    keysOf: (message, index) => index.conversationOf(message)?.labels ?? [],
    describe: (key, { rows }) => ({ id: rows.labels.find(({ title }) => title === key)?.id ?? null, name: key }),
  },
}

/**
 * `GET /reports/outgoing_messages_count`: entities with at least one message. Bots and conversations without a team
 * have no row.
 */
export function getOutgoingCounts({ query, index, horizon }: Call): RubyValue {
  const name = readText(query, 'group_by')
  const grouping = Object.hasOwn(groupings, name) ? groupings[name] : undefined
  if (!grouping) reject('unprocessable')
  const range = readRange(query)
  if (!range) return []
  const track = index.track('outgoingMessages', { type: 'account', id: 0 })
  const messages = track({ since: range.since, until: Math.min(range.until, horizon) })
  const keys = messages.flatMap((message) => grouping.keysOf(message, index)).filter((key) => key !== null)
  return [...groupBy(keys, (key) => key)].map(([key, same]) => ({
    ...grouping.describe(key, index),
    outgoing_messages_count: same.length,
  }))
}
