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
import { createPacer } from '../../concurrency/yield-to-event-loop.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import { type Calls, sumCalls } from '../../report/questions/count-calls.ts'

/** A field as an operation selects it. */
export interface FieldSelection {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  /** What is selected below it, of the one type that it returns. */
  readonly below: readonly FieldSelection[]
}

/** Adds the calls that a field may need to those of others; of so many parents it is asked. */
export type CountField = (field: FieldSelection, calls: Calls, context: GatewayContext, parents: number) => void

/** How a field of the schema costs, in its extensions, for types may be renamed. */
export interface FieldCost {
  readonly count?: CountField
  /** How many different objects a field returns at most, of so many parents. */
  readonly members?: (field: FieldSelection, parents: number, typeName: string) => number
  /** How many objects a field tells to one parent; as many as there are sources where it is a list and does not say. */
  readonly length?: (field: FieldSelection, typeName: string) => number
  /** Of a field with a scope: its buckets, which are what `isOfBuckets` below it tells. */
  readonly buckets?: (field: FieldSelection, context: GatewayContext) => number
  readonly isOfBuckets?: true
  /** Of a field with a scope: the days of its range. */
  readonly days?: (field: FieldSelection, context: GatewayContext) => number
}

export interface Estimate {
  /** What entities need is counted apart: a router cannot ask for them otherwise. */
  readonly calls: number
  readonly entityCalls: number
  /** Entities that are named, over all aliases. */
  readonly representations: number
  /** The most that the answer may tell: each field of each object, and a part of each bucket that is only reckoned with. */
  readonly values: number
  /** Days of the ranges of all root fields, which each root field lays out by itself. */
  readonly days: number
}

/** To reckon with a bucket takes so much less than to tell it. */
const reckonedPart = 1 / 20

export interface SelectedOperation {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** As the operation declares them, defaults filled in. */
  readonly variables: { readonly [variable: string]: unknown }
}

interface Parents {
  /** Different objects. */
  readonly parents: number
  /** How often they are told. */
  readonly told: number
  /** Of the scope that they belong to. */
  readonly buckets: number
}

/**
 * The most upstream calls that a valid operation may need, and the most that it may be told. Yields to the event loop
 * between the root fields, each of which may have a time zone and a range of its own; rejects when the signal is aborted.
 */
export async function estimateCalls(
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
  const estimated = { calls: new Map() as Calls, entityCalls: [] as Calls[], representations: 0, values: 0, days: 0 }

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

  function visitFields(type: GraphQLObjectType, nodes: FieldNode[], of: Parents, calls: Calls): FieldSelection[] {
    return listFields(type, nodes).map((alike) => visitField(type, alike, of, calls))
  }

  function visitField(
    type: GraphQLObjectType,
    nodes: [FieldNode, ...FieldNode[]],
    { parents, told, buckets }: Parents,
    calls: Calls,
  ): FieldSelection {
    const [node] = nodes
    const name = node.name.value
    const field = type.getFields()[name]
    const args = field && readArguments(field, node)
    // One that is refused where it is resolved costs nothing.
    if (!args) return { name, args: {}, below: [] }
    const cost = field.extensions.cost as FieldCost | undefined
    const returned = getNamedType(field.type)
    const isOfEntities = name === '_entities'
    // Members stand for each other within one field alone: another one may name others.
    const within: Calls = isOfEntities ? new Map() : calls
    if (isOfEntities) {
      estimated.representations += (args.representations as readonly unknown[]).length
      estimated.entityCalls.push(within)
    }
    const types = isAbstractType(returned)
      ? schema.getPossibleTypes(returned)
      : isObjectType(returned)
        ? [returned]
        : []
    const bare = { name, args, below: [] }
    const ownBuckets = cost?.buckets?.(bare, context)
    if (type === root) estimated.days += cost?.days?.(bare, context) ?? 0
    const usualLength = isListType(getNullableType(field.type)) ? context.caller.sources.length : 1
    const lengthOf = (typeName: string) =>
      cost?.isOfBuckets ? buckets : (cost?.length?.(bare, typeName) ?? usualLength)
    estimated.values += told * (types.length === 0 ? usualLength : 1)
    const visitBelow = (of: GraphQLObjectType) => {
      const members = cost?.members?.(bare, parents, of.name) ?? parents
      const toldBelow = told * lengthOf(of.name)
      estimated.values += toldBelow * (ownBuckets ?? 0) * reckonedPart
      return members === 0
        ? []
        : visitFields(of, nodes, { parents: members, told: toldBelow, buckets: ownBuckets ?? buckets }, within)
    }
    const asked = { name, args, below: types.flatMap(visitBelow) }
    cost?.count?.(asked, within, context, parents)
    return asked
  }

  const { selectionSet } = operation
  const top: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '' }, selectionSet }
  const pace = createPacer()
  for (const alike of listFields(root, [top])) {
    visitField(root, alike, { parents: 1, told: 1, buckets: 1 }, estimated.calls)
    const turn = pace()
    if (turn) await turn
    signal.throwIfAborted()
  }
  return {
    calls: sumCalls(estimated.calls),
    entityCalls: estimated.entityCalls.reduce((sum, calls) => sum + sumCalls(calls), 0),
    representations: estimated.representations,
    values: Math.ceil(estimated.values),
    days: estimated.days,
  }
}
