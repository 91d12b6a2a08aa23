import { expect, it } from 'vitest'
import { type Chunk, type RowsByChunk, type SeriesKey, toDayChunks } from '../../src/report/port/series.ts'
import type { Source } from '../../src/report/port/source.ts'
import { hour } from '../../src/report/time/date.ts'
import { createMemoryCache } from '../../src/series/cache/series-cache.ts'
import { createSeriesReader } from '../../src/series/reader.ts'
import { anyone } from '../support/asker.ts'
import { at, toSpan } from '../support/instants.ts'
import { inventRows, inventSource } from '../support/invented-source.ts'
import { listing } from '../support/rows-by-chunk.ts'
import { defaultAges } from '../support/store-ages.ts'

const now = at('2026-03-29T10:00Z')
const week = 168 * hour
const series: SeriesKey = { dataset: 'chats', parameters: {}, grain: 'day', rowZone: 'UTC' }
const settled = toDayChunks('UTC', toSpan('2026-03-20T00:00Z', '2026-03-25T00:00Z'))

/** A reader of a source that answers when it is told to, unless its askers leave. */
function startReader(settings: Partial<Source> = {}) {
  let answer = () => {}
  const [source, reads] = inventSource({
    readRows: (_, chunks: readonly Chunk[], __, { signal }) =>
      new Promise<RowsByChunk>((resolve, reject) => {
        answer = () => resolve(inventRows(chunks))
        signal.addEventListener('abort', () => reject(signal.reason))
      }),
    ...settings,
  })
  const { readChunks: readBlocks } = createSeriesReader(createMemoryCache(1_000_000), defaultAges)
  const readChunks = listing(readBlocks)
  const read = (signal: AbortSignal, chunks = settled, instant = now) =>
    readChunks(source, series, chunks, instant, { ...anyone, signal })
  return { read, reads: () => reads.map(({ chunks }) => chunks.length), answer: () => answer() }
}

const nextTurn = () => new Promise((pass) => setImmediate(pass))

it('who asks for what has just been given up has it read anew', async () => {
  const { read, reads, answer } = startReader()
  const [leaver, next] = [new AbortController(), new AbortController()]
  const left = expect(read(leaver.signal)).rejects.toThrow('cancelled')
  await nextTurn()
  leaver.abort()
  const rows = read(next.signal)
  await left
  await nextTurn()
  answer()

  expect((await rows).size).toBe(5)
  expect(reads()).toEqual([5, 5])
})

it('who joins at the last moment keeps the reading', async () => {
  const { read, reads, answer } = startReader()
  const [leaver, next] = [new AbortController(), new AbortController()]
  const left = read(leaver.signal)
  await nextTurn()
  const rows = read(next.signal, settled.slice(1))
  await nextTurn()
  leaver.abort()
  answer()

  expect([(await left).size, (await rows).size]).toEqual([5, 4])
  expect(reads()).toEqual([5])
})

it('what is read anew behind an answer is read to its end, whoever leaves', async () => {
  const { read, reads, answer } = startReader()
  const leaver = new AbortController()
  const first = read(leaver.signal)
  await nextTurn()
  answer()
  await first
  expect((await read(leaver.signal, settled, now + week)).size).toBe(5)
  leaver.abort()
  answer()
  await nextTurn()

  expect((await read(anyone.signal, settled, now + week)).size).toBe(5)
  expect(reads()).toEqual([5, 5])
})
