import { expect, it } from 'vitest'
import { type SeriesKey, toDayChunks } from '../../src/report/port/series.ts'
import { createMemoryCache, type SeriesCache } from '../../src/series/cache/series-cache.ts'
import { createSeriesReader } from '../../src/series/reader.ts'
import { anyone } from '../support/asker.ts'
import { openGate } from '../support/gate.ts'
import { at, toSpan } from '../support/instants.ts'
import { inventRows, inventSource } from '../support/invented-source.ts'
import { listing } from '../support/rows-by-chunk.ts'
import { defaultAges } from '../support/store-ages.ts'

const now = at('2026-03-29T10:00Z')
const series: SeriesKey = { dataset: 'chats', parameters: {}, grain: 'day', rowZone: 'UTC' }
const week = toDayChunks('UTC', toSpan('2026-03-23T00:00Z', '2026-03-30T00:00Z'))

/** A store whose every answer is of the instant it was asked, and waits for a gate of its own. */
function slowDown(cache: SeriesCache) {
  const gates: ReturnType<typeof openGate>[] = []
  const slow: SeriesCache = {
    ...cache,
    async read(...wanted) {
      const gate = openGate()
      gates.push(gate)
      const known = await cache.read(...wanted)
      await gate.opened
      return known
    },
  }
  return [slow, gates] as const
}

it('operations that ask a slow store at the same time share one read', async () => {
  const [store, gates] = slowDown(createMemoryCache(1_000_000))
  const [source, reads] = inventSource()
  const { readChunks: readBlocks } = createSeriesReader(store, defaultAges)
  const readChunks = listing(readBlocks)
  const answers = Promise.all(Array.from({ length: 20 }, () => readChunks(source, series, week, now, anyone)))
  for (const gate of gates) gate.open()

  expect((await answers).map(({ size }) => size)).toEqual(Array.from({ length: 20 }, () => 7))
  expect(gates).toHaveLength(20)
  expect(reads).toHaveLength(1)
})

it('an operation waits for a read that another began while it asked the store', async () => {
  const [store, gates] = slowDown(createMemoryCache(1_000_000))
  const { opened, open } = openGate()
  const [source, reads] = inventSource({
    readRows: async (_, chunks) => {
      await opened
      return inventRows(chunks)
    },
  })
  const { readChunks: readBlocks } = createSeriesReader(store, defaultAges)
  const readChunks = listing(readBlocks)
  const [slower, faster] = [
    readChunks(source, series, week, now, anyone),
    readChunks(source, series, week, now, anyone),
  ]
  gates[1]?.open()
  await expect.poll(() => reads.length).toBe(1)
  gates[0]?.open()
  open()

  expect(await slower).toEqual(await faster)
  expect(reads).toHaveLength(1)
})

it('an operation takes what another began and finished reading while it asked the store', async () => {
  const [store, gates] = slowDown(createMemoryCache(1_000_000))
  const [source, reads] = inventSource()
  const { readChunks: readBlocks } = createSeriesReader(store, defaultAges)
  const readChunks = listing(readBlocks)
  const [slower, faster] = [
    readChunks(source, series, week, now, anyone),
    readChunks(source, series, week.slice(2), now, anyone),
  ]
  gates[1]?.open()
  await faster
  gates[0]?.open()

  expect((await slower).size).toBe(7)
  expect(reads.map(({ chunks }) => chunks.length)).toEqual([5, 2])
})
