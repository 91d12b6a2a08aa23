import type { Call } from './call.ts'
import { groupBy } from './group-by.ts'
import type { Occurrence } from './occurrences.ts'
import { readRange, readText } from './parameters.ts'
import { refuse } from './refusal.ts'
import type { RowIndex } from './row-index.ts'
import type { RubyValue } from './ruby-json.ts'

type Key = number | string | null

interface Grouping {
  keysOf(message: Occurrence, index: RowIndex): readonly Key[]
  describe(key: Key, index: RowIndex): { readonly id: Key; readonly name: Key }
}

/** Those who are abortError have no name. */
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

/** `GET /reports/outgoing_messages_count`: only those with a message; bots and conversations of no team have no row. */
export function answerOutgoingCounts({ query, index, horizon }: Call): RubyValue {
  const name = readText(query, 'group_by')
  const grouping = Object.hasOwn(groupings, name) ? groupings[name] : undefined
  if (!grouping) refuse('unprocessable')
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
