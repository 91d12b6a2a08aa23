import { runLive } from '../report/live.ts'
import type { LiveLoad } from '../report/live-load.ts'
import { printInstant } from '../report/zone.ts'
import { Agent } from './agent.ts'
import { builder } from './builder.ts'
import { requireFewReports } from './listed-reports.ts'
import { QueueStats } from './queue.ts'

const AgentLoad = builder
  .objectRef<{ readonly email: string; readonly open: number; readonly unattended: number }>('AgentLoad')
  .implement({
    description: 'Open conversations of one agent right now.',
    fields: (t) => ({
      agent: t.field({
        type: Agent,
        description: 'The person to whom the conversations are assigned.',
        resolve: ({ email }) => ({ email }),
      }),
      open: t.exposeInt('open', { description: 'Number of open conversations assigned to the agent.' }),
      unattended: t.exposeInt('unattended', {
        description: 'Number of open conversations assigned to the agent whose customer waits for an answer.',
      }),
    }),
  })

const LiveQueue = builder.objectRef<LiveLoad & { readonly asOf: string }>('LiveQueue').implement({
  description: 'How many conversations are open right now, and with whom.',
  fields: (t) => ({
    open: t.exposeInt('open', { description: 'Number of open conversations.' }),
    unattended: t.exposeInt('unattended', {
      description: 'Number of open conversations whose customer waits for an answer.',
    }),
    unassigned: t.exposeInt('unassigned', { description: 'Number of open conversations that are assigned to nobody.' }),
    pending: t.int({
      nullable: true,
      description: 'Number of conversations that are still with a bot; null where a server is too old to tell.',
      resolve: ({ pending }) => pending ?? null,
    }),
    byAgent: t.field({
      type: [AgentLoad],
      nullable: true,
      description:
        'Open conversations of every agent, those who have none too; one more upstream call. Null with an error that has a code of GapCode when that call failed.',
      resolve: async ({ byAgent }, _, __, info) => {
        const agents = await byAgent()
        requireFewReports(agents, info)
        return [...agents]
      },
    }),
    asOf: t.expose('asOf', { type: 'DateTime', description: 'When the sources were asked.' }),
  }),
})

builder.objectField(QueueStats, 'live', (t) =>
  t.field({
    type: LiveQueue,
    nullable: true,
    description:
      'What is open right now, where a provider tells: Chatwoot, of all or of one team. Null when no source tells, or for other filters, and with an error that has a code of GapCode when a source that tells did not answer.',
    resolve: async ({ scope }, _, { caller, upstream, now }) => {
      const live = await runLive(scope, caller.sources, upstream)
      return live && { ...live, asOf: printInstant(scope.timeZone, now) }
    },
  }),
)
