import { requirePermission } from '../../auth/permission.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import type { ListName } from '../../report/port/directory.ts'
import { BadArgument, GapError } from '../../report/port/error.ts'
import { foldCase, type IdKind, idKinds, parseId } from '../../report/port/filter.ts'
import { builder } from '../build/builder.ts'
import { parseAgentId } from './agent.ts'
import { NodeRef } from './entity.ts'

const types: Readonly<Record<IdKind, readonly [type: string, list: ListName]>> = {
  team: ['Team', 'teams'],
  inbox: ['Inbox', 'inboxes'],
  goal: ['Goal', 'goals'],
  greeting: ['Greeting', 'greetings'],
}

interface NodeId {
  readonly type: string
  /** The list that must have the node. */
  readonly list?: ListName
  readonly source?: string
  /** The number in the source. */
  readonly key?: string
}

/** What an id says without a call: the type of the node and the list that must have it. Throws BadArgument. */
export function readNodeId(id: string): NodeId {
  if (id.startsWith('agent:')) return { type: 'Agent', list: 'agents' }
  if (/^[a-z0-9][a-z0-9_-]*$/.test(id)) return { type: 'Source' }
  const [source = '', kind = ''] = id.split(':')
  const known = idKinds.find((one) => one === kind)
  if (!known)
    throw new BadArgument(
      'id',
      `${JSON.stringify(id.slice(0, 80))} is not an id of a source (support), an agent (agent:ewa@example.com) or one of ${idKinds.join(', ')} (support:team:3)`,
    )
  const [type, list] = types[known]
  return { type, list, source, key: parseId(id, known, 'id', [source]).id }
}

/** The node with an id among those that the caller may read; null if there is none. Throws BadArgument. */
async function findNode(id: string, context: GatewayContext): Promise<object | null> {
  const { type, list, source: sourceId, key } = readNodeId(id)
  if (type === 'Agent') {
    requirePermission(context.caller, 'people')
    const email = parseAgentId(id, 'id')
    return (await context.readAgentDirectory()).has(foldCase(email)) ? { email, nodeType: type } : null
  }
  const source = context.caller.sources.find((one) => one.id === (sourceId ?? id))
  if (!source || !list) return source ? { ...source, nodeType: type } : null
  try {
    const { members } = await context.loaders.listMembers(source, list)
    const member = members.find((one) => one.key === key)
    return member ? { source, ...member, nodeType: type } : null
  } catch (error) {
    // Whether it exists is not known; its name is looked up when it is selected.
    if (error instanceof GapError) return { source, key, nodeType: type }
    throw error
  }
}

builder.queryField('node', (t) =>
  t.field({
    type: NodeRef,
    nullable: true,
    description:
      'The source, team, inbox, goal, greeting or agent with an id. Null when there is none, and null with the error BAD_USER_INPUT when the id is malformed.',
    args: { id: t.arg.id({ required: true, description: 'The id of a node.' }) },
    resolve: (_, { id }, context) => findNode(id, context),
  }),
)
