import {
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

/** A field that is selected below the one being resolved, with its arguments. */
export interface SelectedField {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  /** Names of the fields selected below it, joined by dots. */
  readonly paths: ReadonlySet<string>
}

/** The fields selected below the one being resolved, through fragments, without those that are skipped. */
export function listSelectedFields(info: GraphQLResolveInfo): SelectedField[] {
  const type = getNamedType(info.returnType)
  if (!isObjectType(type)) return []
  const byResponseKey = new Map<string, FieldNode[]>()
  for (const node of info.fieldNodes.flatMap(({ selectionSet }) => listFields(selectionSet, info))) {
    const key = (node.alias ?? node.name).value
    byResponseKey.set(key, [...(byResponseKey.get(key) ?? []), node])
  }
  return [...byResponseKey.values()].flatMap((nodes) => toSelectedField(nodes, type, info) ?? [])
}

/** The names of the fields and of all that is selected below them, joined by dots. */
export const toPaths = (fields: readonly SelectedField[]): ReadonlySet<string> =>
  new Set(fields.flatMap(({ name, paths }) => [name, ...[...paths].map((path) => `${name}.${path}`)]))

function toSelectedField(
  nodes: readonly FieldNode[],
  type: GraphQLObjectType,
  info: GraphQLResolveInfo,
): SelectedField | undefined {
  const [node] = nodes
  const field = node && type.getFields()[node.name.value]
  if (!field) return undefined
  const args = getArgumentValues(field, node, info.variableValues)
  const paths = nodes.flatMap(({ selectionSet }) => listPaths(selectionSet, info))
  return { name: node.name.value, args, paths: new Set(paths) }
}

function listPaths(selection: SelectionSetNode | undefined, info: GraphQLResolveInfo): string[] {
  return listFields(selection, info).flatMap((node) => [
    node.name.value,
    ...listPaths(node.selectionSet, info).map((path) => `${node.name.value}.${path}`),
  ])
}

function listFields(selection: SelectionSetNode | undefined, info: GraphQLResolveInfo): FieldNode[] {
  return (selection?.selections ?? []).flatMap((node) => {
    const isSkipped = getDirectiveValues(GraphQLSkipDirective, node, info.variableValues)?.if === true
    const isIncluded = getDirectiveValues(GraphQLIncludeDirective, node, info.variableValues)?.if !== false
    if (isSkipped || !isIncluded) return []
    if (node.kind === 'Field') return [node]
    const fragment = node.kind === 'InlineFragment' ? node : info.fragments[node.name.value]
    return listFields(fragment?.selectionSet, info)
  })
}
