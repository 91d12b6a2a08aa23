import type { GatewayContext } from '../../gateway/context.ts'
import { BadArgument } from '../../report/port/error.ts'
import type { Source as ReportSource } from '../../report/port/port.ts'
import { builder } from '../build/builder.ts'
import { Provider } from '../build/enums.ts'
import { defineEntity } from './entity.ts'

export const Source = builder.objectRef<ReportSource>('Source').implement({
  description: 'One configured Chatwoot account or LiveChat organisation.',
  fields: (t) => ({
    id: t.exposeID('id', {
      description: 'The configured id, which is the first part of the ids of teams, inboxes, goals and greetings.',
    }),
    name: t.exposeString('name', { description: 'The configured display name.' }),
    provider: t.field({
      type: Provider,
      resolve: (source) => source.provider.name,
      description: 'The product that the reports come from.',
    }),
    timeZone: t.expose('timeZone', {
      type: 'TimeZone',
      description: 'The time zone configured for the account; by default that of the gateway.',
    }),
  }),
})

defineEntity(Source, 'id', findSource)

builder.queryFields((t) => ({
  sources: t.field({
    type: [Source],
    description: 'All sources that the caller may read.',
    resolve: (_, __, { caller }) => [...caller.sources],
  }),
  source: t.field({
    type: Source,
    nullable: true,
    args: { id: t.arg.id({ required: true, description: 'The id of a source.' }) },
    description: 'The source with an id; null with the error BAD_USER_INPUT when there is none.',
    resolve: (_, { id }, context) => findSource(id, context, 'id'),
  }),
}))

/** One of those that exist for the caller. */
function findSource(id: string, { caller }: GatewayContext, argument: string): ReportSource {
  const source = caller.sources.find((one) => one.id === id)
  if (source) return source
  const ids = caller.sources.map((one) => one.id).join(', ')
  throw new BadArgument(argument, `unknown source ${JSON.stringify(id.slice(0, 80))}; available: ${ids}`)
}
