import { runLive } from '../report/live.ts'
import type { LiveLoad } from '../report/port.ts'
import { printInstant } from '../report/zone.ts'
import { Agent } from './agent.ts'
import { builder } from './builder.ts'
import { QueueStats } from './queue.ts'

const AgentLoad = builder
  .objectRef<{ readonly email: string; readonly open: number; readonly unattended: number }>('AgentLoad')
  .implement({
    description: 'What one agent has before him right now.',
    fields: (t) => ({
      agent: t.field({ type: Agent, description: 'The person.', resolve: ({ email }) => ({ email }) }),
      open: t.exposeInt('open', { description: 'Open conversations assigned to him.' }),
      unattended: t.exposeInt('unattended', { description: 'Of these, those whose customer waits for an answer.' }),
    }),
  })

const LiveQueue = builder.objectRef<LiveLoad & { readonly asOf: string }>('LiveQueue').implement({
  description: 'Conversations right now.',
  fields: (t) => ({
    open: t.exposeInt('open', { description: 'Open conversations.' }),
    unattended: t.exposeInt('unattended', { description: 'Open ones whose customer waits for an answer.' }),
    unassigned: t.exposeInt('unassigned', { description: 'Open ones that nobody has taken.' }),
    pending: t.int({
      nullable: true,
      description: 'Those still with a bot; null where a server is too old to tell.',
      resolve: ({ pending }) => pending ?? null,
    }),
    byAgent: t.field({
      type: [AgentLoad],
      nullable: true,
      description:
        'Every agent, those without an open conversation too; one more upstream call. Null with a coded error when that one failed.',
      resolve: async ({ byAgent }) => [...(await byAgent())],
    }),
    asOf: t.expose('asOf', { type: 'DateTime', description: 'When it was asked.' }),
  }),
})

builder.objectField(QueueStats, 'live', (t) =>
  t.field({
    type: LiveQueue,
    nullable: true,
    description:
      'Right now, where a provider tells: Chatwoot, of all or of one team. Null for other filters; an error when a source that tells did not answer.',
    resolve: async ({ scope }, _, { caller, upstream, now }) => {
      const live = await runLive(scope, caller.sources, upstream)
      return live && { ...live, asOf: printInstant(scope.timeZone, now) }
    },
  }),
)
