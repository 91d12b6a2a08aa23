import type { ArgBuilder } from '@pothos/core'
import type { GraphQLResolveInfo } from 'graphql'
import type { GatewayContext } from '../../gateway/context.ts'
import type { ListName, Member } from '../../report/port/directory.ts'
import { GapError } from '../../report/port/error.ts'
import { foldCase } from '../../report/port/filter.ts'
import type { Source } from '../../report/port/source.ts'
import { printInstant } from '../../report/time/zone.ts'
import { assertListSize } from '../arguments/number-arguments.ts'
import { builder, type SchemaTypes } from '../build/builder.ts'
import { admitMembers } from '../cost/admit-members.ts'
import { GapCodeRef } from '../report/notices.ts'
import { AgentRef } from './agent.ts'
import { GoalRef, GreetingRef, InboxRef, type NamedEntity, TeamRef } from './named-entity.ts'
import { SourceRef } from './source.ts'

/** The members of a list of a source, or the first of them. */
async function readMembers(
  source: Source,
  list: ListName,
  first: number | null | undefined,
  context: GatewayContext,
  info: GraphQLResolveInfo,
): Promise<readonly Member[]> {
  assertListSize(first)
  const listed = await context.loaders.readList(source, list)
  const all = list === 'agents' ? listEachOnce(listed) : listed
  const members = all.slice(0, first ?? all.length)
  await admitMembers(members, context, info, context.memberCounts.peek(source, list))
  return members
}

/** Two accounts whose addresses differ only in case are one agent. */
const listEachOnce = (members: readonly Member[]): readonly Member[] =>
  [...new Map(members.toReversed().map((member) => [foldCase(member.key), member])).values()].reverse()

const firstArgument = (arg: ArgBuilder<SchemaTypes>) => ({
  first: arg.int({ description: 'Maximum number of members to return, 1 to 10,000; all of them when absent.' }),
})

const listEntities =
  (list: ListName) =>
  async (
    source: Source,
    { first }: { readonly first?: number | null | undefined },
    context: GatewayContext,
    info: GraphQLResolveInfo,
  ): Promise<NamedEntity[]> =>
    (await readMembers(source, list, first, context, info)).map((member) => ({ source, ...member }))

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
    args: firstArgument(t.arg),
    resolve: async (source, { first }, context, info) =>
      (await readMembers(source, 'agents', first, context, info)).map(({ key }) => ({ email: key })),
  }),
  teams: t.field({
    type: [TeamRef],
    nullable: true,
    description: `The teams or groups of the source; ${nullUnlessResponded}`,
    args: firstArgument(t.arg),
    resolve: listEntities('teams'),
  }),
  inboxes: t.field({
    type: [InboxRef],
    nullable: true,
    description: `The inboxes of the source, empty for LiveChat; ${nullUnlessResponded}`,
    args: firstArgument(t.arg),
    resolve: listEntities('inboxes'),
  }),
  tags: t.stringList({
    nullable: true,
    description: `The names of the tags or labels of the source; ${nullUnlessResponded}`,
    args: firstArgument(t.arg),
    resolve: async (source, { first }, context, info) =>
      (await readMembers(source, 'tags', first, context, info)).map(({ name }) => name),
  }),
  goals: t.field({
    type: [GoalRef],
    nullable: true,
    description: `The goals of the source, empty for Chatwoot; ${nullUnlessResponded}`,
    args: firstArgument(t.arg),
    resolve: listEntities('goals'),
  }),
  greetings: t.field({
    type: [GreetingRef],
    nullable: true,
    description: `The greetings of the source, empty for Chatwoot; ${nullUnlessResponded}`,
    args: firstArgument(t.arg),
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
