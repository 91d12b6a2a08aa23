import {
  type ASTVisitor,
  DirectiveLocation,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLError,
  GraphQLIncludeDirective,
  GraphQLNonNull,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  GraphQLString,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isObjectType,
  type SelectionSetNode,
  type ValidationContext,
  visit,
} from 'graphql'

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

/** `@defer` of the 2022 draft. graphql 16 parses it but does not define it. */
export const DeferDirective = new GraphQLDirective({
  name: 'defer',
  description:
    'Delivers this fragment in a later part of the response, so that slow fields do not delay the rest. Requires `accept: multipart/mixed`; without it, and in subscriptions, the directive is ignored and the response comes in one part.',
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: {
    if: { type: new GraphQLNonNull(GraphQLBoolean), defaultValue: true, description: 'Defers the fragment when true.' },
    label: { type: GraphQLString, description: 'A name for the part, repeated in the response.' },
  },
})

/** The operation without `@defer`, so that its response comes in one part. */
export function withoutDefer(document: DocumentNode): DocumentNode {
  const mayDefer = document.loc?.source.body.includes('@defer') ?? true
  const strip = ({ name }: { readonly name: { readonly value: string } }) =>
    name.value === DeferDirective.name ? null : undefined
  return mayDefer ? visit(document, { Directive: strip }) : document
}

/** Rejects `@skip` and `@include` on a root field of a subscription: it must have exactly one root field. */
export const SubscriptionDirectivesRule = (context: ValidationContext): ASTVisitor => ({
  Directive(node) {
    const type = context.getParentType()
    if (!type || type !== context.getSchema().getSubscriptionType()) return
    if (node.name.value !== 'skip' && node.name.value !== 'include') return
    context.reportError(
      new GraphQLError(`The directive @${node.name.value} is not allowed on a root field of a subscription.`, {
        nodes: node,
      }),
    )
  },
})
