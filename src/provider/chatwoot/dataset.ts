import type { CallContext } from '../../report/port/call-context.ts'
import type { FilterKind } from '../../report/port/dataset.ts'
import type { Member, MemberDimension } from '../../report/port/directory.ts'
import { type Filter, findIgnoringCase } from '../../report/port/filter.ts'
import type { SeriesKey } from '../../report/port/series.ts'
import { granularities } from '../../report/time/bucket.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import type { ListLifetimes } from '../cached-list.ts'
import { notListed } from '../members.ts'
import type { DatasetDefinition } from '../open-datasets.ts'
import { type ChatwootLists, createLists } from './lists.ts'

export type ChatwootDataset<Figure extends string> = DatasetDefinition<ChatwootAccount, Figure>

/** Chatwoot's word for each dimension. */
export const words = { AGENT: 'agent', TEAM: 'team', INBOX: 'inbox', TAG: 'label' } as const satisfies Record<
  MemberDimension,
  string
>

export const dimensions: readonly FilterKind[] = ['AGENT', 'TEAM', 'INBOX', 'TAGS']

/** What datasets have in common that `type` and `id` limit to one dimension. */
export const byDimension = {
  filters: dimensions,
  oneOf: dimensions,
  granularities,
  zoneSupport: 'ANY_ZONE',
  // Agents, teams and labels are the current ones of a conversation: a change of assignee changes past figures.
  hasMutableHistory: ({ parameters: { type = '' } }: SeriesKey) => ['agent', 'team', 'label'].includes(type),
} as const

export const currentMembers = 'By team or tag: conversations that have it now.'

/** What the datasets of one account need. */
export interface ChatwootAccount {
  readonly client: UpstreamClient
  readonly lists: ChatwootLists
  /** Path of the reports API of the account. */
  readonly base: string
  /** Path of its survey responses, which do not count against the report limit. */
  readonly surveys: string
  readonly nameMembers: (parameters: SeriesKey['parameters']) => string | undefined
}

export const openAccount = (client: UpstreamClient, accountId: number, lifetimes: ListLifetimes): ChatwootAccount => ({
  client,
  lists: createLists(client, accountId, lifetimes),
  base: `/api/v2/accounts/${accountId}`,
  surveys: `/api/v1/accounts/${accountId}/csat_survey_responses`,
  nameMembers: ({ type = '', id }) => (id === undefined ? undefined : `${type} with the id ${id}`),
})

type Parameters = Readonly<Record<string, string>>

/** `type` and `id` of a series, which accept one dimension. The gateway's plan rejects a second one. */
export async function toDimension(
  { agentEmail, team, inbox, tags }: Filter,
  { lists }: ChatwootAccount,
  callContext: CallContext,
): Promise<Parameters> {
  if (agentEmail !== undefined) return { type: 'agent', id: await findAgent(agentEmail, lists, callContext) }
  if (team) return { type: 'team', id: team.id }
  if (inbox) return { type: 'inbox', id: inbox.id }
  if (tags?.[0] !== undefined) return { type: 'label', id: await findLabel(tags[0], lists, callContext) }
  return { type: 'account' }
}

/** The filter of survey responses: the only figures that accept several dimensions at once. */
export const toSurveyFilter = async (
  { agentEmail, team, inbox }: Filter,
  { lists }: ChatwootAccount,
  callContext: CallContext,
): Promise<Parameters> => ({
  ...(agentEmail !== undefined && { 'user_ids[]': await findAgent(agentEmail, lists, callContext) }),
  ...(team && { team_id: await requireListed('team', lists.directory.teams(callContext), team.id) }),
  ...(inbox && { inbox_id: await requireListed('inbox', lists.directory.inboxes(callContext), inbox.id) }),
})

export const toBusinessHours = ({ businessHours }: Filter): Parameters =>
  businessHours ? { business_hours: 'true' } : {}

async function findAgent(email: string, lists: ChatwootAccount['lists'], callContext: CallContext): Promise<string> {
  const agent = findIgnoringCase(await lists.agents(callContext), (one) => one.email, email)
  if (!agent) throw notListed(`agent ${email}`)
  return String(agent.id)
}

async function findLabel(title: string, lists: ChatwootAccount['lists'], callContext: CallContext): Promise<string> {
  const label = findIgnoringCase(await lists.labels(callContext), (one) => one.title, title)
  if (!label) throw notListed(`label ${title}`)
  return String(label.id)
}

/** For an unknown id the survey endpoints return zeros, so it is checked against the account's list. */
async function requireListed(kind: string, list: Promise<readonly Member[]>, id: string): Promise<string> {
  if ((await list).some(({ key }) => key === id)) return id
  throw notListed(`${kind} with the id ${id}`)
}
