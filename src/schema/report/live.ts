import type { LiveCounts } from '../../report/port/directory.ts'
import { runLive } from '../../report/questions/live.ts'
import { printInstant } from '../../report/time/zone.ts'
import { builder } from '../build/builder.ts'
import { admitMembers } from '../cost/admit-members.ts'
import { AgentRef } from '../entities/agent.ts'
import { QueueStatsRef } from './queue.ts'

const AgentLoadRef = builder
  .objectRef<{ readonly email: string; readonly open: number; readonly unattended: number }>('AgentLoad')
  .implement({
    description: 'The number of open conversations of one agent at the moment.',
    fields: (t) => ({
      agent: t.field({
        type: AgentRef,
        description: 'The agent to whom the conversations are assigned.',
        resolve: ({ email }) => ({ email }),
      }),
      open: t.exposeInt('open', { description: 'Number of open conversations assigned to the agent.' }),
      unattended: t.exposeInt('unattended', {
        description: 'Number of open conversations assigned to the agent in which the customer is waiting for a reply.',
      }),
    }),
  })

const LiveQueueRef = builder.objectRef<LiveCounts & { readonly asOf: string }>('LiveQueue').implement({
  description: 'The number of open conversations at the moment, in total and by agent.',
  fields: (t) => ({
    open: t.exposeInt('open', { description: 'Number of open conversations.' }),
    unattended: t.exposeInt('unattended', {
      description: 'Number of open conversations in which the customer is waiting for a reply.',
    }),
    unassigned: t.exposeInt('unassigned', { description: 'Number of open conversations without an assigned agent.' }),
    pending: t.int({
      nullable: true,
      description:
        'Number of conversations that a bot is handling; null when a Chatwoot server is too old to report it.',
      resolve: ({ pending }) => pending ?? null,
    }),
    byAgent: t.field({
      type: [AgentLoadRef],
      nullable: true,
      description:
        'Open conversations of every agent, including agents without any; costs one more upstream call. Null with an error whose code is a GapCode when that call fails.',
      resolve: async ({ byAgent }, _, context, info) => {
        const agents = await byAgent()
        await admitMembers(agents, context, info)
        return [...agents]
      },
    }),
    asOf: t.expose('asOf', { type: 'DateTime', description: 'When the sources were queried.' }),
  }),
})

builder.objectField(QueueStatsRef, 'live', (t) =>
  t.field({
    type: LiveQueueRef,
    nullable: true,
    description:
      'Conversations that are open at the moment; Chatwoot only, unfiltered or for one team. Null when no source supports it or another filter is set, and, with an error whose code is a GapCode, when a supporting source did not respond.',
    resolve: async ({ scope }, _, { caller, loaders, now }) => {
      const live = await runLive(scope, caller.sources, loaders)
      return live && { ...live, asOf: printInstant(scope.timeZone, now) }
    },
  }),
)
