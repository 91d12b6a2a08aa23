import { withTimeout } from '../../concurrency/with-timeout.ts'
import type { CallContext } from '../../report/port/call-context.ts'
import { GapError } from '../../report/port/error.ts'
import { findIgnoringCase } from '../../report/port/fold-case.ts'
import type { Member } from '../../report/port/member.ts'
import type { Filter } from '../../report/port/scope.ts'
import { notListed } from '../not-listed.ts'
import type { LiveChatAccount } from './account.ts'

/** The filter in the parameters of every report. */
export async function toParameters(
  { agentEmail, team, tags, goal, greeting }: Filter,
  account: LiveChatAccount,
  callContext: CallContext,
): Promise<Readonly<Record<string, string>>> {
  return {
    ...(agentEmail !== undefined && { agent: await findSpelling(agentEmail, account, callContext) }),
    ...(team && { group: team.id }),
    ...(tags?.[0] !== undefined && { 'tag[]': tags[0] }),
    ...(goal && { goal: goal.id }),
    ...(greeting && { greeting: greeting.id }),
  }
}

/**
 * The agent's address as the account spells it. LiveChat is case-sensitive, and its response for an unknown agent is not
 * documented. If the list cannot be read, the address is sent as it was requested.
 */
async function findSpelling(
  email: string,
  { directory, patience }: LiveChatAccount,
  callContext: CallContext,
): Promise<string> {
  const listed = await waitFor(directory.agents(callContext), patience)
  if (!listed) {
    callContext.onList?.(0)
    return email
  }
  const agent = findIgnoringCase(listed, ({ key }) => key, email)
  if (!agent) throw notListed(`agent ${email}`)
  return agent.key
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
