import { toRuns } from '../report/port/chunk.ts'
import type { Chunk } from '../report/port/port.ts'

/** What a call is worth: so many known chunks may be read again where that saves one. */
const cellsACall = 40

/**
 * What to read of chunks that are needed or known, oldest first, where a call answers `runLength` chunks that follow each
 * other: all that are needed, and of the known ones between them those that make calls fewer.
 */
export function planReads(
  chunks: readonly Chunk[],
  isNeeded: (chunk: Chunk) => boolean,
  maxChunksPerCall: number,
  worth = cellsACall,
): readonly Chunk[] {
  if (maxChunksPerCall === 1) return chunks.filter(isNeeded)
  return toRuns(chunks, Number.POSITIVE_INFINITY).flatMap((run) => planRun(run, isNeeded, maxChunksPerCall, worth))
}

function planRun(
  run: readonly Chunk[],
  isNeeded: (chunk: Chunk) => boolean,
  runLength: number,
  worth: number,
): readonly Chunk[] {
  const needed = run.flatMap((chunk, place) => (isNeeded(chunk) ? [place] : []))
  const placeOf = (index: number) => needed[index] ?? 0
  const isUnbroken = placeOf(needed.length - 1) - placeOf(0) < needed.length
  if (isUnbroken) return needed.flatMap((place) => run[place] ?? [])
  // The cheapest calls for the first `count` needed chunks: their cost, and the needed chunk that the last call starts with.
  // A call over needed chunks `from` to `index` rereads the known chunks between them, so what depends on `from` alone is
  // kept in a queue whose first entry is the minimum of the window: linear, however long the range.
  const cheapest = [{ cost: 0, from: 0 }]
  const window: { readonly from: number; readonly cost: number }[] = []
  let first = 0
  for (const [index, last] of needed.entries()) {
    const started = { from: index, cost: (cheapest[index]?.cost ?? 0) - last + index }
    while (window.length > first && (window.at(-1)?.cost ?? 0) > started.cost) window.pop()
    window.push(started)
    while (last - placeOf(window[first]?.from ?? 0) >= runLength) first += 1
    const { from, cost } = window[first] ?? started
    cheapest.push({ cost: cost + worth + last - index, from })
  }
  const calls: (readonly Chunk[])[] = []
  for (let count = needed.length; count > 0; ) {
    const from = cheapest[count]?.from ?? 0
    calls.push(run.slice(placeOf(from), placeOf(count - 1) + 1))
    count = from
  }
  return calls.reverse().flat()
}
