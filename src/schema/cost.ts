import { type GraphQLSchema, isObjectType } from 'graphql'
import { Forbidden } from '../access/right.ts'
import type { Dimension } from '../report/breakdown.ts'
import { type ComparisonPeriod, toEarlierScope } from '../report/compare.ts'
import {
  type Calls,
  type CountedReport,
  countBreakdown,
  countDifference,
  countList,
  countLive,
  countQueue,
  countRanking,
  countReport,
  countStatus,
} from '../report/count-calls.ts'
import type { ListName } from '../report/directory.ts'
import { BadArgument } from '../report/error.ts'
import type { FigureNeeds } from '../report/member-total.ts'
import type { Metric } from '../report/metric.ts'
import { assumedMembers, type RankingSubject } from '../report/port.ts'
import type { Filter, Scope, ScopeInput } from '../report/scope.ts'
import { isStatic } from './asked-report.ts'
import type { AskedField, CountField, FieldCost } from './estimate-calls.ts'
import { isFirst } from './first.ts'
import { isStaticOfQueue } from './queue.ts'
import { maxMetrics } from './report.ts'
import { resolveScope } from './scope.ts'

const has = ({ below }: AskedField, ...names: readonly string[]) => below.some(({ name }) => names.includes(name))
const find = ({ below }: AskedField, name: string) => below.filter((field) => field.name === name)

/** Which figures are selected of a report, or of slices. */
function toNeeds(fields: readonly AskedField[]): FigureNeeds {
  const isSelected = (figure: string) =>
    fields.some((field) => has(field, figure) || find(field, 'bySource').some((part) => has(part, figure)))
  return { buckets: isSelected('buckets'), sampleSize: isSelected('sampleSize') }
}

/** All that is selected below a report. */
function countBelow(calls: Calls, field: AskedField, report: CountedReport): void {
  if (field.below.some(({ name }) => !isStatic(name))) countReport(calls, report, toNeeds([field]))
  for (const split of find(field, 'breakdown'))
    if (isFirst(split.args.first as number))
      countBreakdown(calls, report, split.args.by as Dimension, toNeeds(find(split, 'slices')))
  for (const comparison of find(field, 'comparison')) {
    const to = comparison.args.to as ComparisonPeriod
    const earlier = { ...report, scope: toEarlierScope(report.scope, to) }
    for (const one of find(comparison, 'report')) countBelow(calls, one, earlier)
    if (has(comparison, 'absolute', 'relative', 'gaps')) countDifference(calls, report, to)
  }
}

/** A field with a scope; one that is bad or forbidden costs nothing, and is refused where it is resolved. */
const ofScope =
  (count: (scope: Scope, ...asked: Parameters<CountField>) => void): CountField =>
  (...asked) => {
    const [field, , context] = asked
    try {
      count(resolveScope(field.args.scope as ScopeInput, context), ...asked)
    } catch (error) {
      if (!(error instanceof BadArgument || error instanceof Forbidden)) throw error
    }
  }

const report: FieldCost = {
  count: ofScope((scope, field, calls, { caller }) => {
    const metrics = (field.args.metrics ?? [field.args.metric]) as readonly Metric[]
    if (metrics.length > maxMetrics) return
    for (const metric of new Set(metrics)) countBelow(calls, field, { metric, scope, sources: caller.sources })
  }),
}

/** Stands for any member: which one, no cost depends on. */
const anyAgent: Partial<Filter> = { agentEmail: 'anybody@example.com' }

const reportOf = (by: 'AGENT' | 'TEAM' | 'INBOX'): FieldCost => ({
  count: ofScope((scope, field, calls, { caller }, parents) => {
    for (const source of caller.sources) {
      const id = { source: source.id, id: '0' }
      const narrowed = { AGENT: anyAgent, TEAM: { team: id }, INBOX: { inbox: id } }[by]
      const filter = { ...scope.filter, ...narrowed }
      const metric = field.args.metric as Metric
      countBelow(calls, field, {
        metric,
        scope: { ...scope, filter },
        sources: [source],
        of: { by, count: parents },
      })
    }
  }),
})

const queue: FieldCost = {
  count: ofScope((scope, field, calls, { caller }) => {
    if (field.below.some(({ name }) => !isStaticOfQueue(name))) countQueue(calls, scope, caller.sources)
    for (const live of find(field, 'live')) countLive(calls, scope, caller.sources, has(live, 'byAgent'))
  }),
}

const lists = (...names: readonly ListName[]): CountField => {
  return (_, calls, { caller }) => {
    for (const source of caller.sources) for (const name of names) countList(calls, source, name)
  }
}

/** Different members among those that lists or slices of several parents name: a source has no more than so many. */
const members =
  (count: (field: AskedField) => number): NonNullable<FieldCost['members']> =>
  (field, parents) =>
    Math.min(parents * count(field), Math.max(parents, assumedMembers))

const list = (name: ListName): FieldCost => ({ count: lists(name), members: members(() => assumedMembers) })
const firstOf = ({ args }: AskedField) => Math.max(0, Number(args.first))
const name = (of: ListName): FieldCost => ({ count: lists(of) })

const costs: Readonly<Record<string, FieldCost>> = {
  'Query.report': report,
  'Query.reports': report,
  'Subscription.report': report,
  'Agent.report': reportOf('AGENT'),
  'Team.report': reportOf('TEAM'),
  'Inbox.report': reportOf('INBOX'),
  'Report.breakdown': { members: members(firstOf) },
  'Query.queueStats': queue,
  'Subscription.queueStats': queue,
  'LiveQueue.byAgent': { members: members(() => assumedMembers) },
  'Query.ranking': {
    count: ofScope((scope, { args }, calls, { caller }) => {
      if (isFirst(args.first as number)) countRanking(calls, args.subject as RankingSubject, scope, caller.sources)
    }),
    members: members(firstOf),
  },
  'Agent.name': name('agents'),
  'Agent.sources': name('agents'),
  'Team.name': name('teams'),
  'Inbox.name': name('inboxes'),
  'Goal.name': name('goals'),
  'Greeting.name': name('greetings'),
  'Source.agents': list('agents'),
  'Source.teams': list('teams'),
  'Source.inboxes': list('inboxes'),
  'Source.tags': list('tags'),
  'Source.goals': list('goals'),
  'Source.greetings': list('greetings'),
  'Source.status': {
    count: (_, calls, { caller }) => {
      for (const source of caller.sources) countStatus(calls, source)
    },
  },
  'Query._entities': {
    members: ({ args }, _, typeName) =>
      (args.representations as readonly unknown[]).filter((one) => Object(one).__typename === typeName).length,
  },
}

/** Puts what its fields cost into a schema, where it goes along when they are renamed. */
export function addCosts(schema: GraphQLSchema): GraphQLSchema {
  for (const [place, cost] of Object.entries(costs)) {
    const [type = '', name = ''] = place.split('.')
    const owner = schema.getType(type)
    const field = isObjectType(owner) ? owner.getFields()[name] : undefined
    if (!field) throw new Error(`the schema has no field ${place}`)
    field.extensions = { ...field.extensions, cost }
  }
  return schema
}
