import type { GatewayContext } from '../../gateway/context.ts'
import { BadArgument } from '../../report/port/error.ts'
import type { Source } from '../../report/port/source.ts'
import { builder } from '../build/builder.ts'
import { ProviderRef } from '../build/enums.ts'
import { defineEntity, NodeRef } from './entity.ts'

export const SourceRef = builder.objectRef<Source>('Source').implement({
  description: 'One configured Chatwoot account or LiveChat organisation.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.exposeID('id', {
      description: 'The configured id, which is the first part of the ids of teams, inboxes, goals and greetings.',
    }),
    name: t.exposeString('name', { description: 'The configured display name.' }),
    provider: t.field({
      type: ProviderRef,
      resolve: (source) => source.provider.name,
      description: 'The product that the reports come from.',
    }),
    timeZone: t.expose('timeZone', {
      type: 'TimeZone',
      description: 'The time zone configured for the account; by default that of the gateway.',
    }),
  }),
})

defineEntity(SourceRef, 'id', findSource)

builder.queryFields((t) => ({
  sources: t.field({
    type: [SourceRef],
    description: 'All sources that the caller may read.',
    resolve: (_, __, { caller }) => [...caller.sources],
  }),
  source: t.field({
    type: SourceRef,
    nullable: true,
    args: { id: t.arg.id({ required: true, description: 'The id of a source.' }) },
    description: 'The source with an id; null with the error BAD_USER_INPUT when there is none.',
    resolve: (_, { id }, context) => findSource(id, context, 'id'),
  }),
}))

/** Finds a source among those that the caller may read. Throws BadArgument. */
function findSource(id: string, { caller }: GatewayContext, argument: string): Source {
  const source = caller.sources.find((candidate) => candidate.id === id)
  if (source) return source
  const ids = caller.sources.map((candidate) => candidate.id).join(', ')
  throw new BadArgument(argument, `unknown source ${JSON.stringify(id.slice(0, 80))}; available: ${ids}`)
}
