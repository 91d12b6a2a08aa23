import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  parse,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { yieldToEventLoop } from '../../concurrency/event-loop.ts'
import type { Limits } from '../../config/serving.ts'
import { measureJson } from '../../json/measure-json.ts'
import { DeferDirective } from '../../schema/build/selection.ts'

const words: Readonly<Record<keyof DocumentSize, string>> = {
  depth: 'levels of fields',
  aliases: 'aliases',
  rootFields: 'root fields',
  directives: 'directives',
  deferred: 'deferred fragments',
  deferDepth: 'levels of deferred fragments',
}

/**
 * Whether to omit the locations of errors: graphql counts the lines of the document up to each of them, and an operation
 * may have thousands of errors.
 */
const isLong = (document: string): boolean => document.length > 10_000 || document.split(/[\n\r]/, 251).length > 250

/** Length in characters from which a document takes milliseconds to parse, validate and estimate. */
const slowDocument = 1_000

/**
 * Rejects documents that are too large directly after parsing: many attacks target the cost of validation.
 */
export function useDocumentLimits(limits: Limits, isParsed: (document: string) => boolean): Plugin {
  const checked = new WeakSet<DocumentNode>()
  return {
    async onParams({ params: { query } }) {
      // Many of them at once would delay all other requests.
      if (typeof query === 'string' && query.length > slowDocument && !isParsed(query)) await yieldToEventLoop()
    },
    onParse({ setParseFn }) {
      // Tokens are counted during parsing, so that deep nesting is rejected before the stack overflows.
      setParseFn((source: string, options: object) =>
        parse(source, { ...options, maxTokens: limits.tokens, noLocation: isLong(source) }),
      )
      return ({ result }) => {
        const document = result as DocumentNode | Error
        if (document instanceof Error || checked.has(document)) return
        const size = measureDocument(document)
        for (const [name, what] of Object.entries(words) as [keyof DocumentSize, string][])
          if (size[name] > limits[name])
            throw rejectDocument(`The operation has ${size[name]} ${what}; at most ${limits[name]} are allowed.`)
        checked.add(document)
      }
    },
  }
}

const rejectDocument = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'DOCUMENT_TOO_LARGE', http: { spec: true, status: 400 } } })

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

/** Far more than any operation of this schema needs, and few enough to be checked and repeated in milliseconds. */
const maxDepth = 64
const maxValues = 10_000
const maxString = 100_000

/** Throws a GraphQLError for JSON that would take long to parse or to check. */
export function requireBoundedJson(text: string): void {
  const { depth, values, longestString } = measureJson(text)
  if (depth > maxDepth) throw rejectJson('BAD_REQUEST', `is nested ${depth} levels deep; the limit is ${maxDepth}`)
  if (values > maxValues) throw rejectJson('BAD_USER_INPUT', `has about ${values} values; the limit is ${maxValues}`)
  if (longestString > maxString)
    throw rejectJson('BAD_USER_INPUT', `has a string of ${longestString} characters; the limit is ${maxString}`)
}

const rejectJson = (code: string, problem: string): GraphQLError =>
  new GraphQLError(`The JSON of the request ${problem}.`, { extensions: { code, http: { status: 400 } } })
