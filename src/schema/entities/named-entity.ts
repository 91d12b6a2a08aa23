import type { ObjectRef } from '@pothos/core'
import type { GatewayContext } from '../../gateway/context.ts'
import type { ListName } from '../../report/port/directory.ts'
import { BadArgument, GapError } from '../../report/port/error.ts'
import { type IdKind, parseId, printId } from '../../report/port/filter.ts'
import type { Scope } from '../../report/port/scope.ts'
import type { Source } from '../../report/port/source.ts'
import { reportArguments, resolveScope } from '../arguments/scope.ts'
import { builder, type SchemaTypes } from '../build/builder.ts'
import { nullWithError } from '../build/errors.ts'
import { ReportRef } from '../report/report.ts'
import { requestReport } from '../report/report-request.ts'
import { defineEntity, NodeRef } from './entity.ts'
import { SourceRef } from './source.ts'

/** A team, inbox, goal or greeting: something that has a number in one source. */
export interface NamedEntity {
  readonly source: Source
  /** The number in the source. */
  readonly key: string
  /** Empty when the source reports no name; undefined while the list of the source has not been read. */
  readonly name?: string
}

const toId = (kind: IdKind, { source, key }: NamedEntity): string => printId(kind, { source: source.id, id: key })

/** Defines a type with an id, a name and a source. */
const defineNamedEntity = (name: string, kind: IdKind, list: ListName, description: string) =>
  builder.objectRef<NamedEntity>(name).implement({
    description,
    interfaces: [NodeRef],
    fields: (t) => ({
      id: t.id({
        description: `The id, \`<source id>:${kind}:<number>\`, as used in filters.`,
        resolve: (entity) => toId(kind, entity),
      }),
      name: t.string({
        description: 'The name in the source; the id when no name is known.',
        resolve: async (entity, _, context) =>
          (entity.name ?? (await findName(entity, list, context))) || toId(kind, entity),
      }),
      source: t.expose('source', { type: SourceRef, description: 'The source to which it belongs.' }),
    }),
  })

/** Makes the type a federation entity, and adds the report that is filtered by it. */
function addFilteredReport(ref: ObjectRef<SchemaTypes, NamedEntity>, filter: 'team' | 'inbox'): void {
  defineEntity(ref, 'id', (id, { caller }, argument) => {
    const sourceIds = caller.sources.map((source) => source.id)
    const { source: sourceId, id: key } = parseId(id, filter, argument, sourceIds)
    return { source: caller.sources.find((source) => source.id === sourceId) as Source, key }
  })
  builder.objectField(ref, 'report', (t) =>
    t.field({
      type: ReportRef,
      nullable: true,
      description: `The report for this ${filter} only, as with the filter \`${filter}\`. ${nullWithError}`,
      args: reportArguments(t.arg),
      resolve: (entity, { metric, scope }, context, info) =>
        requestReport(metric, addFilter(resolveScope(scope, context), filter, entity), context, info),
    }),
  )
}

/** Looks up the name of an entity that the client requested by id. It is empty when the source has never responded. */
async function findName({ source, key }: NamedEntity, list: ListName, { loaders }: GatewayContext): Promise<string> {
  try {
    const { members } = await loaders.listMembers(source, list)
    return members.find((member) => member.key === key)?.name ?? ''
  } catch (error) {
    if (error instanceof GapError) return ''
    throw error
  }
}

function addFilter(scope: Scope, filter: 'team' | 'inbox', entity: NamedEntity): Scope {
  const other = scope.filter[filter]
  const id = { source: entity.source.id, id: entity.key }
  if (other && (other.source !== id.source || other.id !== id.id))
    throw new BadArgument(
      `scope.filter.${filter}`,
      `${printId(filter, other)} differs from this ${filter}, ${toId(filter, entity)}; omit the filter`,
    )
  return { ...scope, filter: { ...scope.filter, [filter]: id } }
}

export const TeamRef = defineNamedEntity('Team', 'team', 'teams', 'A Chatwoot team or a LiveChat group.')

addFilteredReport(TeamRef, 'team')

export const InboxRef = defineNamedEntity(
  'Inbox',
  'inbox',
  'inboxes',
  'A Chatwoot inbox: one channel through which customers send messages.',
)

addFilteredReport(InboxRef, 'inbox')

export const GoalRef = defineNamedEntity(
  'Goal',
  'goal',
  'goals',
  'A LiveChat goal: an action of a visitor, such as a purchase, that LiveChat counts.',
)

export const GreetingRef = defineNamedEntity(
  'Greeting',
  'greeting',
  'greetings',
  'A LiveChat greeting: a message that is shown to visitors automatically.',
)
