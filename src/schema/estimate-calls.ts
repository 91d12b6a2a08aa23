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
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql'
import type { GatewayContext } from '../context.ts'
import { type Calls, sumCalls } from '../report/count-calls.ts'

/** A field as an operation selects it. */
export interface AskedField {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  /** What is selected below it, of the one type that it returns. */
  readonly below: readonly AskedField[]
}

/** Adds the calls that a field may need to those of others; of so many parents it is asked. */
export type CountField = (field: AskedField, calls: Calls, context: GatewayContext, parents: number) => void

/** How a field of the schema costs, in its extensions, for types may be renamed. */
export interface FieldCost {
  readonly count?: CountField
  /** How many different objects a field returns at most, of so many parents. */
  readonly members?: (field: AskedField, parents: number, typeName: string) => number
}

export interface Estimate {
  /** What entities need is counted apart: a router cannot ask for them otherwise. */
  readonly calls: number
  readonly entityCalls: number
  /** Entities that are named, over all aliases. */
  readonly representations: number
}

export interface AskedOperation {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** As the operation declares them, defaults filled in. */
  readonly variables: { readonly [variable: string]: unknown }
}

/** The most upstream calls that a valid operation may need. */
export function estimateCalls(
  schema: GraphQLSchema,
  { document, operation, variables }: AskedOperation,
  context: GatewayContext,
): Estimate | undefined {
  const root = schema.getRootType(operation.operation)
  if (!root) return undefined
  const fragments = Object.fromEntries(
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])),
  )
  const estimated = { calls: new Map() as Calls, entityCalls: [] as Calls[], representations: 0 }

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

  function visitFields(type: GraphQLObjectType, nodes: FieldNode[], parents: number, calls: Calls): AskedField[] {
    return listFields(type, nodes).map((alike) => visitField(type, alike, parents, calls))
  }

  function visitField(
    type: GraphQLObjectType,
    nodes: [FieldNode, ...FieldNode[]],
    parents: number,
    calls: Calls,
  ): AskedField {
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
    const visitBelow = (of: GraphQLObjectType) => {
      const members = cost?.members?.({ name, args, below: [] }, parents, of.name) ?? parents
      return members === 0 ? [] : visitFields(of, nodes, members, within)
    }
    const asked = { name, args, below: types.flatMap(visitBelow) }
    cost?.count?.(asked, within, context, parents)
    return asked
  }

  const { selectionSet } = operation
  visitFields(root, [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '' }, selectionSet }], 1, estimated.calls)
  return {
    calls: sumCalls(estimated.calls),
    entityCalls: estimated.entityCalls.reduce((sum, calls) => sum + sumCalls(calls), 0),
    representations: estimated.representations,
  }
}
