import type { GraphQLResolveInfo } from 'graphql'
import type { GatewayContext } from '../../gateway/context.ts'
import type { ListName } from '../../report/port/directory.ts'
import { GapError } from '../../report/port/error.ts'
import type { Source } from '../../report/port/port.ts'
import { printInstant } from '../../report/time/zone.ts'
import { builder } from '../build/builder.ts'
import { admitMembers } from '../cost/admit-members.ts'
import { GapCodeRef } from '../report/gap.ts'
import { AgentRef } from './agent.ts'
import { GoalRef } from './goal.ts'
import { GreetingRef } from './greeting.ts'
import { InboxRef } from './inbox.ts'
import type { NamedEntity } from './named-entity.ts'
import { SourceRef } from './source.ts'
import { TeamRef } from './team.ts'

const listEntities =
  (list: ListName) =>
  async (source: Source, _: unknown, context: GatewayContext, info: GraphQLResolveInfo): Promise<NamedEntity[]> => {
    const members = await context.loaders.readList(source, list)
    await admitMembers(members, context, info)
    return members.map((member) => ({ source, ...member }))
  }

const nullUnlessResponded =
  'null with an error whose code is a GapCode when the source did not respond. An earlier list is never used here.'

interface Status {
  readonly version?: string
  readonly error?: GapError
  readonly checkedAt: string
}

const SourceStatusRef = builder.objectRef<Status>('SourceStatus').implement({
  description: 'Whether a source can be reached at the moment.',
  fields: (t) => ({
    isReachable: t.boolean({
      description: 'Whether the source responded.',
      resolve: ({ error }) => error === undefined,
    }),
    version: t.string({
      nullable: true,
      description: "The version of the source's software; null when the source does not report it.",
      resolve: ({ version }) => version ?? null,
    }),
    lastError: t.field({
      type: GapCodeRef,
      nullable: true,
      description: 'Why the source did not respond; null when it did.',
      resolve: ({ error }) => error?.gap.code ?? null,
    }),
    checkedAt: t.expose('checkedAt', { type: 'DateTime', description: 'When the source was checked.' }),
  }),
})

builder.objectFields(SourceRef, (t) => ({
  agents: t.field({
    type: [AgentRef],
    nullable: true,
    description: `The agents of the source; ${nullUnlessResponded}`,
    resolve: async (source, _, context, info) => {
      const members = await context.loaders.readList(source, 'agents')
      await admitMembers(members, context, info)
      return members.map(({ key }) => ({ email: key }))
    },
  }),
  teams: t.field({
    type: [TeamRef],
    nullable: true,
    description: `The teams or groups of the source; ${nullUnlessResponded}`,
    resolve: listEntities('teams'),
  }),
  inboxes: t.field({
    type: [InboxRef],
    nullable: true,
    description: `The inboxes of the source, empty for LiveChat; ${nullUnlessResponded}`,
    resolve: listEntities('inboxes'),
  }),
  tags: t.stringList({
    nullable: true,
    description: `The names of the tags or labels of the source; ${nullUnlessResponded}`,
    resolve: async (source, _, context, info) => {
      const members = await context.loaders.readList(source, 'tags')
      await admitMembers(members, context, info)
      return members.map(({ name }) => name)
    },
  }),
  goals: t.field({
    type: [GoalRef],
    nullable: true,
    description: `The goals of the source, empty for Chatwoot; ${nullUnlessResponded}`,
    resolve: listEntities('goals'),
  }),
  greetings: t.field({
    type: [GreetingRef],
    nullable: true,
    description: `The greetings of the source, empty for Chatwoot; ${nullUnlessResponded}`,
    resolve: listEntities('greetings'),
  }),
  status: t.field({
    type: SourceStatusRef,
    description: 'Whether the source can be reached; never fails.',
    resolve: async (source, _, { now, timeZone, loaders }): Promise<Status> => {
      const checkedAt = printInstant(timeZone, now)
      try {
        const version = await loaders.readVersion(source)
        return { checkedAt, ...(version !== undefined && { version }) }
      } catch (error) {
        if (error instanceof GapError) return { checkedAt, error }
        throw error
      }
    },
  }),
}))
