import type { Call } from './call.ts'
import { reject } from './error-response.ts'
import { groupBy } from './group-by.ts'
import { castInteger, isBlank, readRange, readText } from './parameters.ts'
import type { RubyValue } from './ruby-json.ts'

/** Six months as Rails counts them, in seconds. */
const longest = 15_778_476

/** `GET /summary_reports/channel`: current statuses of the conversations that started in the range. */
export function getChannelSummaries({ query, index, horizon }: Call): RubyValue {
  const bounds = [readText(query, 'since'), readText(query, 'until')] as const
  if (bounds.some(isBlank)) return {}
  // Chatwoot computes the length from the leading digits, before it rejects a value that is not a timestamp.
  if (castInteger(bounds[1]) - castInteger(bounds[0]) > longest) reject('rangeTooLong')
  const range = readRange(query) ?? { since: 0, until: 0 }
  const { conversations, inboxes } = index.rows
  const channels = new Map(inboxes.map(({ id, channelType }) => [id, channelType]))
  const started = conversations.filter(
    ({ createdAt }) => createdAt >= range.since && createdAt < Math.min(range.until, horizon),
  )
  const statuses = started.map((row) => ({
    channel: channels.get(row.inboxId) ?? '',
    status: index.stateAt(row, horizon).status,
  }))
  const summaries = [...groupBy(statuses, ({ channel }) => channel)].map(([channel, group]) => {
    const count = (wanted: string) => group.filter(({ status }) => status === wanted).length
    const counts = { open: count('open'), resolved: count('resolved'), pending: count('pending') }
    return [channel, { ...counts, snoozed: count('snoozed'), total: group.length }] as const
  })
  return Object.fromEntries(summaries)
}
