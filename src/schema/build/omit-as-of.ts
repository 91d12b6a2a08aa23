import { type DocumentNode, getOperationAST, Kind, type SelectionSetNode } from 'graphql'

/**
 * Creates a function that removes every `asOf` from the results of an operation, whatever its alias. Two results that
 * differ only in when the figures were read are equal, and a subscription does not send the second.
 */
export function createAsOfFilter(
  document: DocumentNode,
  operationName: string | null | undefined,
): (data: unknown) => unknown {
  const paths = new Set<string>()
  const visited = new Set<string>()

  function visit(selection: SelectionSetNode | undefined, path: string): void {
    for (const node of selection?.selections ?? []) {
      if (node.kind === Kind.FIELD) {
        const fieldPath = `${path}.${(node.alias ?? node.name).value}`
        if (node.name.value === 'asOf') paths.add(fieldPath)
        visit(node.selectionSet, fieldPath)
      } else if (node.kind === Kind.INLINE_FRAGMENT) visit(node.selectionSet, path)
      else visitFragment(node.name.value, path)
    }
  }

  function visitFragment(name: string, path: string): void {
    if (visited.has(`${path} ${name}`)) return
    visited.add(`${path} ${name}`)
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name)
        visit(definition.selectionSet, path)
  }

  function omit(value: unknown, path: string): unknown {
    if (Array.isArray(value)) return value.map((element) => omit(element, path))
    if (typeof value !== 'object' || value === null) return value
    return Object.entries(value)
      .filter(([key]) => !paths.has(`${path}.${key}`))
      .map(([key, field]) => [key, omit(field, `${path}.${key}`)])
  }

  visit(getOperationAST(document, operationName)?.selectionSet, '')
  return (data) => omit(data, '')
}
