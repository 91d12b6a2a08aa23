import type { ExecutionResult } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { createPacer } from '../../concurrency/yield-to-event-loop.ts'

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
