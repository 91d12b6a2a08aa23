import { describe, expect, it } from 'vitest'
import { type SeriesKey, toDayChunks } from '../../src/report/port/series.ts'
import { hour, minute } from '../../src/report/time/date.ts'
import { createMemoryCache } from '../../src/series/cache/series-cache.ts'
import { createSeriesReader } from '../../src/series/reader.ts'
import { anyone } from '../support/asker.ts'
import { at, toSpan } from '../support/instants.ts'
import { inventRow, inventRows, inventSource } from '../support/invented-source.ts'
import { listing } from '../support/rows-by-chunk.ts'
import { defaultAges } from '../support/store-ages.ts'

const now = at('2026-03-29T10:00Z')
const series: SeriesKey = { dataset: 'chats', parameters: {}, grain: 'day', rowZone: 'UTC' }

const daysOf = (first: string, end: string) => toDayChunks('UTC', toSpan(`${first}T00:00Z`, `${end}T00:00Z`))
const week = daysOf('2026-03-23', '2026-03-30')
const createReader = () => listing(createSeriesReader(createMemoryCache(1_000_000), defaultAges).readChunks)

describe('a stored day', () => {
  it('is read again sooner by whoever wants it fresher, if it is under way', async () => {
    const [source, reads] = inventSource()
    const readCells = createReader()
    await readCells(source, series, week, now, anyone)
    await readCells(source, series, week, now + 2_499, anyone, 2_500)
    await readCells(source, series, week, now + 2_500, anyone, 2_500)

    expect(reads.map(({ chunks }) => chunks)).toEqual([week.map(({ key }) => key), ['2026-03-29']])
  })

  it('is not read again while it is fresh', async () => {
    const [source, reads] = inventSource()
    const readCells = createReader()
    const first = await readCells(source, series, week, now, anyone)
    const second = await readCells(source, series, week, now + 29_999, anyone)

    expect(reads).toHaveLength(1)
    expect(second).toEqual(first)
  })

  it.each([
    ['only the day under way after 30 s', 30_000, ['2026-03-29']],
    ['the days not yet settled after 15 minutes', 15 * minute, ['2026-03-27', '2026-03-28', '2026-03-29']],
    ['every day after two weeks', 336 * hour, week.map(({ key }) => key)],
  ])('is read again when it is stale: %s', async (_, later, expected) => {
    const [source, reads] = inventSource()
    const readCells = createReader()
    await readCells(source, series, week, now, anyone)
    await readCells(source, series, week, now + later, anyone)

    expect(reads.map(({ chunks }) => chunks)).toEqual([week.map(({ key }) => key), expected])
  })

  it('serves a longer range, of which only the rest is read', async () => {
    const [source, reads] = inventSource()
    const readCells = createReader()
    await readCells(source, series, daysOf('2026-03-24', '2026-03-26'), now, anyone)
    const rows = await readCells(source, series, week, now, anyone)

    expect(reads.at(-1)?.chunks).toEqual(['2026-03-23', '2026-03-26', '2026-03-27', '2026-03-28', '2026-03-29'])
    expect([...rows.keys()].sort()).toEqual(week.map(({ key }) => key))
  })

  it('that holds no row is stored all the same', async () => {
    const [source, reads] = inventSource({ readRows: async () => new Map() })
    const readCells = createReader()
    const rows = await readCells(source, series, week, now, anyone)
    await readCells(source, series, week, now, anyone)

    expect(reads).toHaveLength(1)
    expect([...rows.values()]).toEqual(week.map(() => ({ rows: [], readAt: now })))
  })

  it('is not shared with another stream or source', async () => {
    const [support, supportReads] = inventSource()
    const [sales, salesReads] = inventSource({ id: 'sales' })
    const readCells = createReader()
    await readCells(support, series, week, now, anyone)
    await readCells(support, { ...series, rowZone: 'Asia/Kolkata' }, week, now, anyone)
    await readCells(sales, series, week, now, anyone)

    expect([supportReads.length, salesReads.length]).toEqual([2, 1])
  })
})

it('A figure that is larger than any product counts is BAD_RESPONSE, and is not cached.', async () => {
  const huge = new Map(week.map((chunk) => [chunk.key, [{ ...inventRow(chunk), figures: { count: 1e308 } }]]))
  const responses = [huge, inventRows(week)]
  const [source, reads] = inventSource({ readRows: async () => responses.shift() ?? new Map() })
  const readCells = createReader()
  await expect(readCells(source, series, week, now, anyone)).rejects.toMatchObject({ gap: { code: 'BAD_RESPONSE' } })
  expect((await readCells(source, series, week, now, anyone)).size).toBe(7)
  expect(reads).toHaveLength(2)
})
