import { type GraphQLSchema, isObjectType } from 'graphql'
import { Forbidden } from '../../auth/permission.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import type { Metric } from '../../report/figures/metric.ts'
import type { ListName } from '../../report/port/directory.ts'
import { BadArgument } from '../../report/port/error.ts'
import { assumedMembers, type RankingSubject } from '../../report/port/port.ts'
import type { Filter, Scope, ScopeInput } from '../../report/port/scope.ts'
import type { Dimension } from '../../report/questions/breakdown.ts'
import { type ComparisonPeriod, toEarlierScope } from '../../report/questions/comparison.ts'
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
} from '../../report/questions/count-calls.ts'
import type { FigureNeeds } from '../../report/questions/member-total.ts'
import { day } from '../../report/time/date.ts'
import { isPageSize } from '../arguments/page-size.ts'
import { resolveScope } from '../arguments/scope.ts'
import { isStaticOfQueue } from '../report/queue.ts'
import { maxMetrics } from '../report/report.ts'
import { isStatic } from '../report/report-request.ts'
import type { CountField, FieldCost, FieldSelection } from './estimate-calls.ts'

const has = ({ below }: FieldSelection, ...names: readonly string[]) => below.some(({ name }) => names.includes(name))
const find = ({ below }: FieldSelection, name: string) => below.filter((field) => field.name === name)

/** Which figures are selected of a report, or of slices. */
function toNeeds(fields: readonly FieldSelection[]): FigureNeeds {
  const isSelected = (figure: string) =>
    fields.some((field) => has(field, figure) || find(field, 'bySource').some((part) => has(part, figure)))
  return { buckets: isSelected('buckets'), sampleSize: isSelected('sampleSize') }
}

/** All that is selected below a report. */
function countBelow(calls: Calls, field: FieldSelection, report: CountedReport): void {
  if (field.below.some(({ name }) => !isStatic(name))) countReport(calls, report, toNeeds([field]))
  for (const split of find(field, 'breakdown'))
    if (isPageSize(split.args.first as number))
      countBreakdown(calls, report, split.args.by as Dimension, toNeeds(find(split, 'slices')))
  for (const comparison of find(field, 'comparison')) {
    const to = comparison.args.to as ComparisonPeriod
    const earlier = { ...report, scope: toEarlierScope(report.scope, to) }
    for (const one of find(comparison, 'report')) countBelow(calls, one, earlier)
    if (has(comparison, 'absolute', 'relative', 'gaps')) countDifference(calls, report, to)
  }
}

/** By the arguments of their fields, so that each is laid out once. */
const scopes = new WeakMap<object, Scope | undefined>()

/** Undefined where it is bad or forbidden: the field is refused where it is resolved. */
function findScope({ args }: FieldSelection, context: GatewayContext): Scope | undefined {
  if (scopes.has(args)) return scopes.get(args)
  try {
    scopes.set(args, resolveScope(args.scope as ScopeInput, context))
  } catch (error) {
    if (!(error instanceof BadArgument || error instanceof Forbidden)) throw error
    scopes.set(args, undefined)
  }
  return scopes.get(args)
}

/** A field with a scope. */
const ofScope = (
  count: (scope: Scope, ...asked: Parameters<CountField>) => void,
): Pick<FieldCost, 'count' | 'buckets' | 'days'> => ({
  count(...asked) {
    const [field, , context] = asked
    const scope = findScope(field, context)
    if (scope) count(scope, ...asked)
  },
  buckets: (field, context) => findScope(field, context)?.buckets.length ?? 0,
  days(field, context) {
    const range = findScope(field, context)?.range
    return range ? (range.end - range.start) / day : 0
  },
})

const report: FieldCost = {
  length: ({ args }) => (args.metrics as readonly Metric[] | undefined)?.length ?? 1,
  ...ofScope((scope, field, calls, { caller }) => {
    const metrics = (field.args.metrics ?? [field.args.metric]) as readonly Metric[]
    if (metrics.length > maxMetrics) return
    for (const metric of new Set(metrics)) countBelow(calls, field, { metric, scope, sources: caller.sources })
  }),
}

/** Stands for any member: which one, no cost depends on. */
const anyAgent: Partial<Filter> = { agentEmail: 'anybody@example.com' }

const reportOf = (by: 'AGENT' | 'TEAM' | 'INBOX'): FieldCost => ({
  ...ofScope((scope, field, calls, { caller }, parents) => {
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
  ...ofScope((scope, field, calls, { caller }) => {
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
  (count: (field: FieldSelection) => number): NonNullable<FieldCost['members']> =>
  (field, parents) =>
    Math.min(parents * count(field), Math.max(parents, assumedMembers))

/** Of those that a list or slices tell, each source has hardly more. */
const many = (count: (field: FieldSelection) => number): FieldCost => ({
  members: members(count),
  length: (field) => Math.min(count(field), assumedMembers),
})

const list = (name: ListName): FieldCost => ({ count: lists(name), ...many(() => assumedMembers) })
const countEntities = ({ args }: FieldSelection, typeName: string): number =>
  (args.representations as readonly unknown[]).filter((one) => Object(one).__typename === typeName).length
const firstOf = ({ args }: FieldSelection) => Math.max(0, Number(args.first))
const name = (of: ListName): FieldCost => ({ count: lists(of) })

const costs: Readonly<Record<string, FieldCost>> = {
  'Query.report': report,
  'Query.reports': report,
  'Subscription.report': report,
  'Agent.report': reportOf('AGENT'),
  'Team.report': reportOf('TEAM'),
  'Inbox.report': reportOf('INBOX'),
  'Report.breakdown': many(firstOf),
  'Query.queueStats': queue,
  'Subscription.queueStats': queue,
  'LiveQueue.byAgent': many(() => assumedMembers),
  'Query.metrics': { length: () => maxMetrics },
  'Query.ranking': {
    ...ofScope((scope, { args }, calls, { caller }) => {
      if (isPageSize(args.first as number)) countRanking(calls, args.subject as RankingSubject, scope, caller.sources)
    }),
    ...many(firstOf),
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
  'Query._entities': { members: (field, _, typeName) => countEntities(field, typeName), length: countEntities },
  'Report.buckets': { isOfBuckets: true },
  'ReportSlice.buckets': { isOfBuckets: true },
  'SourceReport.buckets': { isOfBuckets: true },
  'QueueStats.buckets': { isOfBuckets: true },
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
