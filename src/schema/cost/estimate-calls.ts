import { collectSubFields } from '@graphql-tools/utils'
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql'
import type { Permission } from '../../auth/permission.ts'
import { createPacer } from '../../concurrency/event-loop.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import { type CallCount, createCallCount, sumCalls } from '../../report/questions/count-calls.ts'
import type { FieldCost, FieldSelection, ListSizes } from './scoped-fields.ts'

export interface Estimate {
  /** Calls for entities are counted apart: a router cannot request them otherwise. */
  readonly calls: number
  readonly entityCalls: number
  /** Representations of entities, over all aliases. */
  readonly representations: number
  /** The most values in the response: each field of each object, and a part of each bucket that is only computed. */
  readonly values: number
  /** Days of the ranges of all root fields. */
  readonly days: number
}

/** The cost of computing a bucket, as a part of the cost of returning it. */
const computedPart = 1 / 20

export interface SelectedOperation {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** As the operation declares them, defaults filled in. */
  readonly variables: { readonly [variable: string]: unknown }
}

interface Parents {
  /** Different objects. */
  readonly parents: number
  /** How often they are returned. */
  readonly returned: number
  /** Buckets of the scope that they belong to, and the field that has it. */
  readonly buckets: number
  readonly scoped?: FieldSelection | undefined
}

/**
 * The most upstream calls that a valid operation may need, and the most values that it may return. Lists whose members
 * multiply calls are read first, because their length decides. Yields to the event loop between the root fields, each of
 * which may have a time zone and a range of its own; rejects when the signal is aborted.
 */
export async function estimateCalls(
  schema: GraphQLSchema,
  operation: SelectedOperation,
  context: GatewayContext,
  signal: AbortSignal,
): Promise<Estimate | undefined> {
  const { memberCounts } = context
  const estimate = await estimateOnce(schema, operation, context, signal)
  if (!memberCounts.hasMissing()) return estimate
  await memberCounts.readMissing()
  return estimateOnce(schema, operation, context, signal)
}

async function estimateOnce(
  schema: GraphQLSchema,
  { document, operation, variables }: SelectedOperation,
  context: GatewayContext,
  signal: AbortSignal,
): Promise<Estimate | undefined> {
  const root = schema.getRootType(operation.operation)
  if (!root) return undefined
  const fragments = Object.fromEntries(
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])),
  )
  const { planner, memberCounts, caller } = context
  const sizes: ListSizes = (list) => caller.sources.map((source) => memberCounts.peek(source, list))
  const total = createCallCount(planner, memberCounts.count)
  const entityCounts: CallCount[] = []
  const estimated = { representations: 0, values: 0, days: 0 }

  function listFields(type: GraphQLObjectType, nodes: FieldNode[]): [FieldNode, ...FieldNode[]][] {
    const { fields, patches } = collectSubFields(schema, fragments, variables, type, nodes)
    const parts = [fields, ...patches.map((patch) => patch.fields)]
    return parts.flatMap((part) => [...part.values()] as [FieldNode, ...FieldNode[]][])
  }

  function readArguments(field: GraphQLField<unknown, unknown>, node: FieldNode) {
    try {
      return getArgumentValues(field, node, variables)
    } catch (error) {
      if (error instanceof GraphQLError) return undefined
      throw error
    }
  }

  function visitFields(type: GraphQLObjectType, nodes: FieldNode[], of: Parents, count: CallCount): FieldSelection[] {
    return listFields(type, nodes).map((alike) => visitField(type, alike, of, count))
  }

  function visitField(
    type: GraphQLObjectType,
    nodes: [FieldNode, ...FieldNode[]],
    { parents, returned, buckets, scoped }: Parents,
    count: CallCount,
  ): FieldSelection {
    const [node] = nodes
    const name = node.name.value
    const field = type.getFields()[name]
    const permissions = (field?.extensions.permissions ?? []) as readonly Permission[]
    const isPermitted = permissions.every((permission) => caller.permissions.has(permission))
    const args = field && isPermitted ? readArguments(field, node) : undefined
    // A field that is rejected when it is resolved costs nothing.
    if (!field || !args) return { name, args: {}, below: [] }
    const cost = field.extensions.cost as FieldCost | undefined
    const namedType = getNamedType(field.type)
    const isOfEntities = name === '_entities'
    // A member stands for others only within one field: another field may name others.
    const within = isOfEntities ? createCallCount(planner, memberCounts.peek) : count
    if (isOfEntities) {
      estimated.representations += (args.representations as readonly unknown[]).length
      entityCounts.push(within)
    }
    const types = isAbstractType(namedType)
      ? schema.getPossibleTypes(namedType)
      : isObjectType(namedType)
        ? [namedType]
        : []
    const bare = { name, args, below: [] }
    const ownBuckets = cost?.buckets?.(bare, context, scoped)
    const scopedBelow = 'scope' in args ? bare : scoped
    if (type === root) estimated.days += cost?.days?.(bare, context) ?? 0
    const usualLength = isListType(getNullableType(field.type)) ? caller.sources.length : 1
    const lengthOf = (typeName: string) =>
      cost?.isOfBuckets ? buckets : (cost?.length?.(bare, typeName, sizes) ?? usualLength)
    estimated.values += returned * (types.length === 0 ? usualLength : 1)
    const visitBelow = (of: GraphQLObjectType) => {
      const length = lengthOf(of.name)
      const members = cost?.members?.(bare, parents, of.name, sizes) ?? parents * length
      const returnedBelow = returned * length
      estimated.values += returnedBelow * (ownBuckets ?? 0) * computedPart
      return members === 0
        ? []
        : visitFields(
            of,
            nodes,
            {
              parents: members,
              returned: returnedBelow,
              buckets: ownBuckets ?? buckets,
              scoped: scopedBelow,
            },
            within,
          )
    }
    const selected = { name, args, below: types.flatMap(visitBelow) }
    cost?.count?.(selected, within, context, parents)
    return selected
  }

  const { selectionSet } = operation
  const top: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '' }, selectionSet }
  const pace = createPacer()
  for (const alike of listFields(root, [top])) {
    visitField(root, alike, { parents: 1, returned: 1, buckets: 1 }, total)
    const turn = pace()
    if (turn) await turn
    signal.throwIfAborted()
  }
  return {
    ...estimated,
    calls: sumCalls(total),
    entityCalls: entityCounts.reduce((sum, count) => sum + sumCalls(count), 0),
    values: Math.ceil(estimated.values),
  }
}
