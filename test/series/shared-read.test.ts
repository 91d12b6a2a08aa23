import { describe, expect, it } from 'vitest'
import { GapError } from '../../src/report/port/error.ts'
import { type SeriesKey, toDayChunks } from '../../src/report/port/series.ts'
import { createMemoryCache } from '../../src/series/cache/series-cache.ts'
import { createSeriesReader } from '../../src/series/reader.ts'
import { anyone } from '../support/asker.ts'
import { openGate } from '../support/gate.ts'
import { at, toSpan } from '../support/instants.ts'
import { inventRows, inventSource } from '../support/invented-source.ts'
import { listing } from '../support/rows-by-chunk.ts'
import { defaultAges } from '../support/store-ages.ts'

const now = at('2026-03-29T10:00Z')
const series: SeriesKey = { dataset: 'chats', parameters: {}, grain: 'day', rowZone: 'UTC' }

const daysOf = (first: string, end: string) => toDayChunks('UTC', toSpan(`${first}T00:00Z`, `${end}T00:00Z`))
const week = daysOf('2026-03-23', '2026-03-30')

describe('a read under way', () => {
  it('is shared by two operations', async () => {
    const { opened, open } = openGate()
    const [source, reads] = inventSource({
      readRows: async (_, chunks) => {
        await opened
        return inventRows(chunks)
      },
    })
    const { readChunks: readBlocks } = createSeriesReader(createMemoryCache(1_000_000), defaultAges)
    const readChunks = listing(readBlocks)
    const both = Promise.all([
      readChunks(source, series, week, now, anyone),
      readChunks(source, series, daysOf('2026-03-28', '2026-04-01'), now, anyone),
    ])
    open()
    const [first, second] = await both

    expect(reads.map(({ chunks }) => chunks.length)).toEqual([7, 2])
    expect(second.get('2026-03-28')).toEqual(first.get('2026-03-28'))
    expect([first.size, second.size]).toEqual([7, 4])
  })

  it('that fails, fails for all who wait, and is not kept', async () => {
    const { opened, open } = openGate()
    const failure = new GapError('UNAVAILABLE', 'out of order')
    let isWorking = false
    const [source, reads] = inventSource({
      readRows: async (_, chunks) => {
        await opened
        if (!isWorking) throw failure
        return inventRows(chunks)
      },
    })
    const { readChunks: readBlocks } = createSeriesReader(createMemoryCache(1_000_000), defaultAges)
    const readChunks = listing(readBlocks)
    const both = [readChunks(source, series, week, now, anyone), readChunks(source, series, week, now, anyone)]
    open()
    const reasons = (await Promise.allSettled(both)).map((one) => one.status === 'rejected' && one.reason)

    expect(reasons).toEqual([failure, failure])
    expect(reads).toHaveLength(1)

    isWorking = true
    expect((await readChunks(source, series, week, now, anyone)).size).toBe(7)
    expect(reads).toHaveLength(2)
  })

  it('that fails before it begins is not kept either', async () => {
    let isWorking = false
    const [source] = inventSource({
      readRows: (_, chunks) => {
        if (!isWorking) throw new GapError('UNAVAILABLE', 'out of order')
        return Promise.resolve(inventRows(chunks))
      },
    })
    const { readChunks: readBlocks } = createSeriesReader(createMemoryCache(1_000_000), defaultAges)
    const readChunks = listing(readBlocks)

    await expect(readChunks(source, series, week, now, anyone)).rejects.toThrow('out of order')
    isWorking = true
    expect((await readChunks(source, series, week, now, anyone)).size).toBe(7)
  })
})
