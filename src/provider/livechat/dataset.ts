import { withTimeout } from '../../concurrency/event-loop.ts'
import type { CallContext } from '../../report/port/call-context.ts'
import type { DatasetDescription } from '../../report/port/dataset.ts'
import type { Directory, Member } from '../../report/port/directory.ts'
import { GapError } from '../../report/port/error.ts'
import { type Filter, findIgnoringCase } from '../../report/port/filter.ts'
import type { SeriesKey } from '../../report/port/series.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import { type ListLifetimes, toPatience } from '../cached-list.ts'
import { notListed } from '../members.ts'
import type { DatasetDefinition } from '../open-datasets.ts'
import { createLists } from './lists.ts'
import type { Figure, ReadBuckets } from './parse-report.ts'

/** What the datasets of one organisation need. */
export interface LiveChatAccount {
  readonly client: UpstreamClient
  readonly directory: Directory
  /** IANA name of the time zone of the account. */
  readonly timeZone: string
  /** False if it is not configured: the days of the account may then begin at any hour. */
  readonly isTimeZoneKnown: boolean
  /** Milliseconds to wait for a list that is not essential. */
  readonly patience: number
  readonly nameMembers: (parameters: SeriesKey['parameters']) => string | undefined
}

export interface AccountSettings extends ListLifetimes {
  readonly timeZone: string
  readonly isTimeZoneKnown: boolean
}

export const openAccount = (client: UpstreamClient, settings: AccountSettings): LiveChatAccount => ({
  client,
  directory: createLists(client, settings),
  timeZone: settings.timeZone,
  isTimeZoneKnown: settings.isTimeZoneKnown,
  patience: toPatience(settings),
  nameMembers(parameters) {
    const names = ['agent', 'group', 'goal', 'greeting'].filter((name) => parameters[name] !== undefined)
    return names.length > 0 ? names.map((name) => `${name} ${parameters[name]}`).join(' or ') : undefined
  },
})

/** How a report is requested, and how the figures of its buckets are read. */
export interface ReportFormat extends Pick<DatasetDescription, 'upstream' | 'zoneSupport' | 'limits'> {
  readonly path: string
  /** Whether the report has the parameter `group_by`. */
  readonly hasGroupBy: boolean
  /** Figures that are read one by one from a bucket; empty if a bucket has another form. */
  readonly figures: Readonly<Record<string, Figure>>
  readonly readBuckets: ReadBuckets
}

export type LiveChatDataset<Name extends string> = DatasetDefinition<LiveChatAccount, Name>

/** The filter in the parameters of every report. */
export async function toParameters(
  { agentEmail, team, tags, goal, greeting }: Filter,
  account: LiveChatAccount,
  callContext: CallContext,
): Promise<Readonly<Record<string, string>>> {
  return {
    ...(agentEmail !== undefined && { agent: await findSpelling('agents', agentEmail, account, callContext) }),
    ...(team && { group: team.id }),
    ...(tags?.[0] !== undefined && { 'tag[]': await findSpelling('tags', tags[0], account, callContext) }),
    ...(goal && { goal: goal.id }),
    ...(greeting && { greeting: greeting.id }),
  }
}

/**
 * An agent's address or a tag as the account spells it. LiveChat is case-sensitive: for a tag in another spelling it
 * returns zeros, and for an unknown agent its response is not documented. If the list cannot be read, the name is sent as
 * it was requested.
 */
async function findSpelling(
  list: 'agents' | 'tags',
  name: string,
  { directory, patience }: LiveChatAccount,
  callContext: CallContext,
): Promise<string> {
  const listed = await waitFor(directory[list](callContext), patience)
  if (!listed) {
    callContext.onList?.(0)
    return name
  }
  const member = findIgnoringCase(listed, ({ key }) => key, name)
  if (!member) throw notListed(`${list === 'agents' ? 'agent' : 'tag'} ${name}`)
  return member.key
}

/** The list, or undefined if it fails or takes longer than `patience`. */
async function waitFor(list: Promise<readonly Member[]>, patience: number): Promise<readonly Member[] | undefined> {
  try {
    return await withTimeout(list, patience)
  } catch (error) {
    if (error instanceof GapError) return undefined
    throw error
  }
}
