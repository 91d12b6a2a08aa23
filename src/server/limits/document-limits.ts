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
 * True where the locations of errors are left out: graphql counts the lines of the document up to each of them, and
 * one operation may have thousands of errors.
 */
const isLong = (document: string): boolean => document.length > 10_000 || document.split(/[\n\r]/, 251).length > 250

/** Characters of a document that takes milliseconds to parse, validate and estimate. */
const slowDocument = 1_000

/**
 * Refuses documents that ask for too much as soon as they are parsed: validation itself is what many attacks are about.
 */
export function useDocumentLimits(limits: Limits, isParsed: (document: string) => boolean): Plugin {
  const checked = new WeakSet<DocumentNode>()
  return {
    async onParams({ params: { query } }) {
      // Many at once would hold up all other requests.
      if (typeof query === 'string' && query.length > slowDocument && !isParsed(query)) await yieldToEventLoop()
    },
    onParse({ setParseFn }) {
      // Counted while it is read, so that what nests without end ends here too, and not with the stack.
      setParseFn((source: string, options: object) =>
        parse(source, { ...options, maxTokens: limits.tokens, noLocation: isLong(source) }),
      )
      return ({ result }) => {
        const document = result as DocumentNode | Error
        if (document instanceof Error || checked.has(document)) return
        const size = measureDocument(document)
        for (const [name, what] of Object.entries(words) as [keyof DocumentSize, string][])
          if (size[name] > limits[name])
            throw refuse(`The operation has ${size[name]} ${what}; at most ${limits[name]} are allowed.`)
        checked.add(document)
      }
    },
  }
}

const refuse = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'DOCUMENT_TOO_LARGE', http: { spec: true, status: 400 } } })
