import { type DocumentNode, type ExecutionResult, GraphQLError } from 'graphql'
import { handleStreamOrSingleExecutionResult, isAsyncIterable, type Plugin } from 'graphql-yoga'
import { createPacer } from '../../concurrency/event-loop.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import { withoutDefer } from '../../schema/build/selection.ts'

/** Longer messages repeat values of the request, which may be a megabyte. */
const maxLength = 500

/** Truncates messages and, where it hides suggestions, ends them before "Did you mean", which names parts of the schema. */
export type ShortenError = (error: Error) => Error

export const createShortenError =
  (hidesSuggestions: boolean): ShortenError =>
  (error) => {
    if (!(error instanceof GraphQLError)) return error
    const message = shorten(error.message, hidesSuggestions)
    if (message === error.message) return error
    const { nodes = null, path = null, extensions } = error
    return new GraphQLError(message, { nodes, path, extensions })
  }

/** Truncates first, because searching a long message is slow. Suggestions are always at the end of a message. */
function shorten(message: string, hidesSuggestions: boolean): string {
  const start = message.slice(0, maxLength)
  const suggestions = hidesSuggestions ? start.indexOf(' Did you mean ') : -1
  if (suggestions !== -1) return start.slice(0, suggestions)
  return message.length > maxLength ? `${start}…` : message
}

/** Shortens the messages of validation errors, too, which yoga does not mask. */
export const useErrorMessages = (shortenError: ShortenError): Plugin => ({
  onExecutionResult({ result, setResult }) {
    if (!result || Array.isArray(result) || isAsyncIterable(result)) return
    const single = result as ExecutionResult
    if (single.errors) setResult({ ...single, errors: single.errors.map(shortenError) as GraphQLError[] })
  },
})

interface Part {
  readonly errors?: readonly unknown[]
}

const acceptsParts = (accept: string | null): boolean => !accept || /multipart\/|text\/event-stream|\*\/\*/.test(accept)

/**
 * Ignores `@defer` for clients that accept no incremental delivery: yoga would execute everything and then respond with
 * 406. Masks the errors of deferred parts; yoga masks only those of the first part.
 */
export const useIncrementalDelivery = (mask: (error: unknown) => Error): Plugin => ({
  onExecute({ args }) {
    const { request } = args.contextValue as { readonly request: Request }
    if (!acceptsParts(request.headers.get('accept'))) args.document = withoutDefer(args.document as DocumentNode)
    return {
      onExecuteDone: (done) =>
        handleStreamOrSingleExecutionResult(done, ({ result, setResult }) => {
          if (!('incremental' in result)) return
          const parts = result.incremental as readonly Part[]
          const incremental = parts.map((part) => ({ ...part, ...(part.errors && { errors: part.errors.map(mask) }) }))
          setResult({ ...result, incremental } as typeof result)
        }),
    }
  },
})

/** Items of a list that are written in one go. */
const itemsPerPiece = 500

/** Writes the JSON of large responses in pieces: written in one go, one of 10 MB would hold up all other requests. */
export const usePiecewiseText = (isLarge: (request: Request) => boolean): Plugin => ({
  async onResultProcess({ request, result, setResult }) {
    if (isAsyncIterable(result) || Array.isArray(result) || !isLarge(request)) return
    const single = result as ExecutionResult
    // Yoga leaves internals out of errors when it writes them.
    if (single.errors) return
    const pieces: string[] = []
    const pace = createPacer()
    for (const piece of listPieces(single)) {
      pieces.push(piece)
      const yielded = pace()
      if (yielded) await yielded
    }
    const text = pieces.join('')
    setResult({ ...single, stringify: () => text } as typeof result)
  },
})

/** The text that `JSON.stringify` gives for data of a response, in pieces. */
export function* listPieces(value: unknown): Generator<string> {
  if (Array.isArray(value)) yield* listPiecesOfList(value)
  else if (typeof value === 'object' && value !== null) yield* listPiecesOfObject(value)
  else yield JSON.stringify(value)
}

function* listPiecesOfObject(value: object): Generator<string> {
  let start = '{'
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue
    yield `${start}${JSON.stringify(name)}:`
    yield* listPieces(member)
    start = ','
  }
  yield start === '{' ? '{}' : '}'
}

function* listPiecesOfList(list: readonly unknown[]): Generator<string> {
  // Only a long list of buckets is written by groups; members of a short one may each have long lists of their own.
  if (list.length < itemsPerPiece) {
    for (const [index, item] of list.entries()) {
      yield index === 0 ? '[' : ','
      yield* listPieces(item)
    }
    yield list.length === 0 ? '[]' : ']'
    return
  }
  for (let index = 0; index < list.length; index += itemsPerPiece) {
    yield index === 0 ? '[' : ','
    yield JSON.stringify(list.slice(index, index + itemsPerPiece)).slice(1, -1)
  }
  yield ']'
}

type Extended = Pick<ExecutionResult, 'extensions'>

/** Adds `extensions` to a result. */
export const extendResult = <T extends Extended>(result: T, extensions: object): T => ({
  ...result,
  extensions: { ...result.extensions, ...extensions },
})

type ExecuteHook = NonNullable<Plugin['onExecute']>

/** Adds extensions that are known after execution, if any. An incremental response gets them with its last part. */
export const extendAtEnd = (getExtensions: () => object | undefined): ReturnType<ExecuteHook> => ({
  onExecuteDone: (done) =>
    handleStreamOrSingleExecutionResult(done, ({ result, setResult }) => {
      const isLast = !('hasNext' in result && result.hasNext)
      const extensions = isLast ? getExtensions() : undefined
      if (extensions) setResult(extendResult(result, extensions))
    }),
})

/** Adds the extension `upstream` with the usage of the operation, if it is reported. */
export const useUpstreamExtension = (): Plugin => ({
  onExecute({ args }) {
    const { usage, isUsageReported } = args.contextValue as object as GatewayContext
    return extendAtEnd(() => (usage && isUsageReported ? { upstream: usage.take() } : undefined))
  },
})
