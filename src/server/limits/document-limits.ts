import { type DocumentNode, GraphQLError, parse } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { yieldToEventLoop } from '../../concurrency/yield-to-event-loop.ts'
import type { Limits } from '../../config/serving.ts'
import { type DocumentSize, measureDocument } from './measure-document.ts'

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
            throw reject(`The operation has ${size[name]} ${what}; at most ${limits[name]} are allowed.`)
        checked.add(document)
      }
    },
  }
}

const reject = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'DOCUMENT_TOO_LARGE', http: { spec: true, status: 400 } } })
