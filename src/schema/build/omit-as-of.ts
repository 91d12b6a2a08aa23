import { type DocumentNode, getOperationAST, Kind, type SelectionSetNode } from 'graphql'

/**
 * What leaves every `asOf` out of an operation's answers, whatever its alias: figures that were read again and stayed
 * the same are no news.
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
        const below = `${path}.${(node.alias ?? node.name).value}`
        if (node.name.value === 'asOf') paths.add(below)
        visit(node.selectionSet, below)
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
    if (Array.isArray(value)) return value.map((one) => omit(one, path))
    if (typeof value !== 'object' || value === null) return value
    return Object.entries(value)
      .filter(([key]) => !paths.has(`${path}.${key}`))
      .map(([key, below]) => [key, omit(below, `${path}.${key}`)])
  }

  visit(getOperationAST(document, operationName)?.selectionSet, '')
  return (data) => omit(data, '')
}
