import { type GraphQLSchema, isObjectType } from 'graphql'
import type { ListName, MemberDimension } from '../../report/port/directory.ts'
import { unlessBadArgument } from '../../report/port/error.ts'
import { addList, addStatus } from '../../report/questions/count-calls.ts'
import { lists } from '../../report/questions/read/member-total.ts'
import { readNodeId } from '../entities/find-node.ts'
import { maxMetrics } from '../report/report-request.ts'
import {
  type CountField,
  countComparedBuckets,
  type FieldCost,
  type FieldSelection,
  type ListSizes,
  queue,
  ranking,
  report,
  reportOf,
} from './scoped-fields.ts'

const addLists =
  (name: ListName): CountField =>
  (_, count, { caller }) => {
    for (const source of caller.sources) addList(count, source, name)
  }

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0)

/** A list of each source, or the part of it that `first` selects. */
function list(name: ListName): FieldCost {
  const listSizes = ({ args }: FieldSelection, sizes: ListSizes) => {
    const first = (args.first as number | null | undefined) ?? Number.POSITIVE_INFINITY
    return sizes(name).map((size) => Math.max(0, Math.min(size, first)))
  }
  return {
    count: addLists(name),
    // Several parents may be the same source, whose members are the same.
    members: (field, parents, _, sizes) =>
      sum(
        listSizes(field, sizes)
          .toSorted((a, b) => b - a)
          .slice(0, parents),
      ),
    length: (field, _, sizes) => Math.max(0, ...listSizes(field, sizes)),
  }
}

const firstOf = ({ args }: FieldSelection): number => Math.max(0, Number(args.first))

/** Entries of which each source has no more than members of a list. */
const upTo = (count: (field: FieldSelection) => number, toList: (field: FieldSelection) => ListName): FieldCost => ({
  members: (field, parents, _, sizes) => Math.min(parents * count(field), Math.max(parents, sum(sizes(toList(field))))),
  length: (field, _, sizes) => Math.min(count(field), sum(sizes(toList(field)))),
})

const countEntities = ({ args }: FieldSelection, typeName: string): number =>
  (args.representations as readonly unknown[]).filter((one) => Object(one).__typename === typeName).length
const name = (of: ListName): FieldCost => ({ count: addLists(of) })

const tryToReadNodeId = ({ id }: FieldSelection['args']) => unlessBadArgument(() => readNodeId(String(id)))

/** Sources are fewer than agents. */
const toList = ({ args }: FieldSelection): ListName =>
  args.by === 'SOURCE' ? 'agents' : lists[args.by as MemberDimension]

const costs: Readonly<Record<string, FieldCost>> = {
  'Query.report': report,
  'Query.reports': report,
  'Subscription.report': report,
  'Agent.report': reportOf('AGENT'),
  'Team.report': reportOf('TEAM'),
  'Inbox.report': reportOf('INBOX'),
  'Report.breakdown': upTo(firstOf, toList),
  'Query.queueStats': queue,
  'Subscription.queueStats': queue,
  'LiveQueue.byAgent': upTo(
    () => Number.POSITIVE_INFINITY,
    () => 'agents',
  ),
  'Query.node': {
    length: ({ args }, typeName) => (typeName.endsWith(tryToReadNodeId(args)?.type ?? ' ') ? 1 : 0),
    count: ({ args }, count, { caller }) => {
      const { list, source: id } = tryToReadNodeId(args) ?? {}
      if (list) for (const source of caller.sources) if (!id || source.id === id) addList(count, source, list)
    },
  },
  'Query.metrics': { length: () => maxMetrics },
  'Query.ranking': { ...ranking, ...upTo(firstOf, () => 'agents') },
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
    count: (_, count, { caller }) => {
      for (const source of caller.sources) addStatus(count, source)
    },
  },
  'Query._entities': { members: (field, _, typeName) => countEntities(field, typeName), length: countEntities },
  'HoursOfWeek.hours': { length: () => 7 * 24 },
  'Report.comparison': { buckets: countComparedBuckets },
  'Report.buckets': { isOfBuckets: true },
  'ReportSlice.buckets': { isOfBuckets: true },
  'BreakdownRest.buckets': { isOfBuckets: true },
  'SourceReport.buckets': { isOfBuckets: true },
  'QueueStats.buckets': { isOfBuckets: true },
}

/** Adds the costs to the fields of a schema, where they stay when types are renamed. */
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
