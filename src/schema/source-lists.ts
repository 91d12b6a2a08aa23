import type { GatewayContext } from '../context.ts'
import { GapError } from '../report/error.ts'
import type { ListName, Source as ReportSource } from '../report/port.ts'
import { printInstant } from '../report/zone.ts'
import { Agent } from './agent.ts'
import { builder } from './builder.ts'
import { GapCode } from './gap.ts'
import { Goal, Greeting, Inbox, type Place, Team } from './place.ts'
import { Source } from './source.ts'

const listPlaces =
  (list: ListName) =>
  async (source: ReportSource, _: unknown, { upstream }: GatewayContext): Promise<Place[]> =>
    (await upstream.listMembers(source, list)).map((member) => ({ source, ...member }))

const unanswered = 'null with a coded error when the source did not answer.'

interface Status {
  readonly version?: string
  readonly error?: GapError
  readonly checkedAt: string
}

const SourceStatus = builder.objectRef<Status>('SourceStatus').implement({
  description: 'Whether a source answers, asked now.',
  fields: (t) => ({
    isReachable: t.boolean({ description: 'Whether it answered.', resolve: ({ error }) => error === undefined }),
    version: t.string({
      nullable: true,
      description: 'Of its product, where that is told.',
      resolve: ({ version }) => version ?? null,
    }),
    lastError: t.field({
      type: GapCode,
      nullable: true,
      description: 'Why it did not answer.',
      resolve: ({ error }) => error?.gap.code ?? null,
    }),
    checkedAt: t.expose('checkedAt', { type: 'DateTime', nullable: true, description: 'When it was asked.' }),
  }),
})

builder.objectFields(Source, (t) => ({
  agents: t.field({
    type: [Agent],
    nullable: true,
    description: `Everyone who answers customers there; ${unanswered}`,
    resolve: async (source, _, { upstream }) =>
      (await upstream.listMembers(source, 'agents')).map(({ key }) => ({ email: key })),
  }),
  teams: t.field({
    type: [Team],
    nullable: true,
    description: `Its teams or groups; ${unanswered}`,
    resolve: listPlaces('teams'),
  }),
  inboxes: t.field({
    type: [Inbox],
    nullable: true,
    description: `Its inboxes; ${unanswered}`,
    resolve: listPlaces('inboxes'),
  }),
  tags: t.stringList({
    nullable: true,
    description: `Its tags or labels by name; ${unanswered}`,
    resolve: async (source, _, { upstream }) => (await upstream.listMembers(source, 'tags')).map(({ name }) => name),
  }),
  goals: t.field({
    type: [Goal],
    nullable: true,
    description: `Its goals; ${unanswered}`,
    resolve: listPlaces('goals'),
  }),
  greetings: t.field({
    type: [Greeting],
    nullable: true,
    description: `Its greetings; ${unanswered}`,
    resolve: listPlaces('greetings'),
  }),
  status: t.field({
    type: SourceStatus,
    description: 'Whether it answers; never fails.',
    resolve: async (source, _, { now, timeZone, upstream }): Promise<Status> => {
      const checkedAt = printInstant(timeZone, now)
      try {
        const version = await upstream.readVersion(source)
        return { checkedAt, ...(version !== undefined && { version }) }
      } catch (error) {
        if (error instanceof GapError) return { checkedAt, error }
        throw error
      }
    },
  }),
}))
