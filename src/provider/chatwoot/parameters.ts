import type { CallContext } from '../../report/port/call-context.ts'
import { findIgnoringCase } from '../../report/port/fold-case.ts'
import type { Member } from '../../report/port/member.ts'
import type { Filter } from '../../report/port/scope.ts'
import { notListed } from '../not-listed.ts'
import type { ChatwootAccount } from './account.ts'

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
