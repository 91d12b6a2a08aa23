import type { GatewayContext } from '../context.ts'
import { BadArgument } from '../report/error.ts'
import type { Source as ReportSource } from '../report/port.ts'
import { builder } from './builder.ts'
import { defineEntity } from './entity.ts'
import { Provider } from './enums.ts'

export const Source = builder.objectRef<ReportSource>('Source').implement({
  description: 'One Chatwoot account or one LiveChat organisation that the gateway reads.',
  fields: (t) => ({
    id: t.exposeID('id', {
      description: 'The configured id; the first part of the ids of teams, inboxes, goals and greetings.',
    }),
    name: t.exposeString('name', { description: 'The configured name, for people.' }),
    provider: t.field({
      type: Provider,
      resolve: (source) => source.provider.name,
      description: 'The product whose reports are read.',
    }),
    timeZone: t.expose('timeZone', {
      type: 'TimeZone',
      description: "The zone in which the account works; the gateway's own where none is configured.",
    }),
  }),
})

defineEntity(Source, 'id', findSource)

builder.queryFields((t) => ({
  sources: t.field({
    type: [Source],
    description: 'Every source that the caller may read.',
    resolve: (_, __, { caller }) => [...caller.sources],
  }),
  source: t.field({
    type: Source,
    nullable: true,
    args: { id: t.arg.id({ required: true, description: 'The id of a source.' }) },
    description: 'One source; null with an error BAD_USER_INPUT when there is none with that id.',
    resolve: (_, { id }, context) => findSource(id, context, 'id'),
  }),
}))

/** One of those that exist for the caller. */
function findSource(id: string, { caller }: GatewayContext, argument: string): ReportSource {
  const source = caller.sources.find((one) => one.id === id)
  if (source) return source
  const ids = caller.sources.map((one) => one.id).join(', ')
  throw new BadArgument(argument, `no source ${JSON.stringify(id.slice(0, 80))}; there are: ${ids}`)
}
