import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { DeferDirective } from '../../schema/build/defer.ts'

/** The size of an operation, counting every fragment wherever it is spread. */
export interface DocumentSize {
  readonly depth: number
  readonly aliases: number
  readonly rootFields: number
  readonly directives: number
  readonly deferred: number
  readonly deferDepth: number
}

const emptySize: DocumentSize = { depth: 0, aliases: 0, rootFields: 0, directives: 0, deferred: 0, deferDepth: 0 }

/** The maximum of each measure over the operations of a document. Each fragment is measured once. */
export function measureDocument({ definitions }: DocumentNode): DocumentSize {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  const measured = new Map<string, DocumentSize>()

  function measureFragment(name: string): DocumentSize {
    const cached = measured.get(name)
    if (cached) return cached
    // Ends the recursion for fragments that spread themselves, which validation rejects later.
    measured.set(name, emptySize)
    const size = measureSelections(fragments.get(name)?.selectionSet)
    measured.set(name, size)
    return size
  }

  const measureSelections = (selection: SelectionSetNode | undefined): DocumentSize =>
    (selection?.selections ?? []).map(measureSelection).reduce(addSizes, emptySize)

  function measureSelection(node: SelectionNode): DocumentSize {
    const selected =
      node.kind === Kind.FRAGMENT_SPREAD ? measureFragment(node.name.value) : measureSelections(node.selectionSet)
    const { length: directives = 0 } = node.directives ?? []
    const size = { ...selected, directives: selected.directives + directives }
    if (node.kind === Kind.FIELD) {
      // Introspection queries are deeply nested, and are limited by validation.
      const isOfSchema = node.name.value === '__schema' || node.name.value === '__type'
      return {
        ...size,
        depth: isOfSchema ? 1 : selected.depth + 1,
        aliases: selected.aliases + (node.alias ? 1 : 0),
        rootFields: 1,
      }
    }
    const isDeferred = node.directives?.some(({ name }) => name.value === DeferDirective.name)
    return isDeferred ? { ...size, deferred: selected.deferred + 1, deferDepth: selected.deferDepth + 1 } : size
  }

  return definitions
    .flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? measureSelections(definition.selectionSet) : [],
    )
    .reduce(maxOfSizes, emptySize)
}

const combine =
  (combineNumbers: (name: keyof DocumentSize, one: number, other: number) => number) =>
  (one: DocumentSize, other: DocumentSize): DocumentSize => {
    const combineMeasure = (name: keyof DocumentSize) => combineNumbers(name, one[name], other[name])
    return {
      depth: combineMeasure('depth'),
      aliases: combineMeasure('aliases'),
      rootFields: combineMeasure('rootFields'),
      directives: combineMeasure('directives'),
      deferred: combineMeasure('deferred'),
      deferDepth: combineMeasure('deferDepth'),
    }
  }

/** The sum of each measure; of depths, the maximum. */
const addSizes = combine((name, one, other) =>
  name === 'depth' || name === 'deferDepth' ? Math.max(one, other) : one + other,
)

const maxOfSizes = combine((_, one, other) => Math.max(one, other))
