import type { Call } from './call.ts'
import { groupBy } from './group-by.ts'
import { castInteger, isBlank, readRange, readText } from './parameters.ts'
import { refuse } from './refusal.ts'
import type { RubyValue } from './ruby-json.ts'

/** What Rails takes six months for, in seconds. */
const longest = 15_778_476

/** `GET /summary_reports/channel`: present statuses of the conversations that began in the range. */
export function answerChannelSummaries({ query, index, horizon }: Call): RubyValue {
  const bounds = [readText(query, 'since'), readText(query, 'until')] as const
  if (bounds.some(isBlank)) return {}
  // The length is taken from the digits in front, before anything refuses what is no instant.
  if (castInteger(bounds[1]) - castInteger(bounds[0]) > longest) refuse('rangeTooLong')
  const range = readRange(query) ?? { since: 0, until: 0 }
  const { conversations, inboxes } = index.rows
  const channels = new Map(inboxes.map(({ id, channelType }) => [id, channelType]))
  const begun = conversations.filter(
    ({ createdAt }) => createdAt >= range.since && createdAt < Math.min(range.until, horizon),
  )
  const statuses = begun.map((row) => ({
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
