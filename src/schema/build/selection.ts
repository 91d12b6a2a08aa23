import {
  type DirectiveNode,
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql'
import { DeferDirective } from './defer.ts'

/** A subfield of the field being resolved, with its arguments. */
export interface SelectedField {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  /** Paths of the fields selected below it, as names joined by dots. */
  readonly paths: ReadonlySet<string>
  /** Number of fields selected below it. */
  readonly size: number
  /** The field is inside a fragment with `@defer`. */
  readonly isDeferred: boolean
}

/**
 * Lists the subfields of the field being resolved: fragments are expanded, skipped fields left out, and equal response
 * keys merged. A deferred fragment is executed separately, so its fields are not merged with others.
 */
export function listSelectedFields(info: GraphQLResolveInfo): SelectedField[] {
  const type = getNamedType(info.returnType)
  if (!isObjectType(type)) return []
  const parts = new Map<DirectiveNode | undefined, Map<string, FieldNode[]>>()
  for (const { node, part } of info.fieldNodes.flatMap(({ selectionSet }) => listFields(selectionSet, info))) {
    const byResponseKey = parts.get(part) ?? new Map<string, FieldNode[]>()
    const key = (node.alias ?? node.name).value
    parts.set(part, byResponseKey.set(key, [...(byResponseKey.get(key) ?? []), node]))
  }
  return [...parts].flatMap(([part, byResponseKey]) =>
    [...byResponseKey.values()].flatMap((nodes) => toSelectedField(nodes, type, part !== undefined, info) ?? []),
  )
}

/** Paths of the fields and of all fields below them, as names joined by dots. */
export const toPaths = (fields: readonly SelectedField[]): ReadonlySet<string> =>
  new Set(fields.flatMap(({ name, paths }) => [name, ...[...paths].map((path) => `${name}.${path}`)]))

function toSelectedField(
  nodes: readonly FieldNode[],
  type: GraphQLObjectType,
  isDeferred: boolean,
  info: GraphQLResolveInfo,
): SelectedField | undefined {
  const [node] = nodes
  const field = node && type.getFields()[node.name.value]
  if (!field) return undefined
  const args = getArgumentValues(field, node, info.variableValues)
  const paths = nodes.flatMap(({ selectionSet }) => listPaths(selectionSet, info))
  return { name: node.name.value, args, paths: new Set(paths), size: paths.length, isDeferred }
}

function listPaths(selection: SelectionSetNode | undefined, info: GraphQLResolveInfo): string[] {
  return listFields(selection, info).flatMap(({ node }) => [
    node.name.value,
    ...listPaths(node.selectionSet, info).map((path) => `${node.name.value}.${path}`),
  ])
}

/** A field, and the `@defer` directive that encloses it, if any. */
interface CollectedField {
  readonly node: FieldNode
  readonly part: DirectiveNode | undefined
}

function listFields(
  selection: SelectionSetNode | undefined,
  info: GraphQLResolveInfo,
  part?: DirectiveNode,
  visited = new Set<string>(),
): CollectedField[] {
  return (selection?.selections ?? []).flatMap((node) => {
    const isSkipped = getDirectiveValues(GraphQLSkipDirective, node, info.variableValues)?.if === true
    const isIncluded = getDirectiveValues(GraphQLIncludeDirective, node, info.variableValues)?.if !== false
    if (isSkipped || !isIncluded) return []
    if (node.kind === 'Field') return [{ node, part }]
    const isDeferred = getDirectiveValues(DeferDirective, node, info.variableValues)?.if === true
    const defer = isDeferred ? node.directives?.find(({ name }) => name.value === DeferDirective.name) : undefined
    const seen = defer ? new Set<string>() : visited
    if (node.kind === 'InlineFragment') return listFields(node.selectionSet, info, defer ?? part, seen)
    if (seen.has(node.name.value)) return []
    seen.add(node.name.value)
    return listFields(info.fragments[node.name.value]?.selectionSet, info, defer ?? part, seen)
  })
}
