import { describe, expect, it } from 'vitest'
import { GapError } from '../../src/report/port/error.ts'
import { type SeriesKey, toDayChunks } from '../../src/report/port/series.ts'
import { addDays, minute } from '../../src/report/time/date.ts'
import { createMemoryCache } from '../../src/series/cache/series-cache.ts'
import { createSeriesLoader } from '../../src/series/loader.ts'
import { createSeriesReader } from '../../src/series/reader.ts'
import { anyone } from '../support/asker.ts'
import { openGate } from '../support/gate.ts'
import { at, toSpan } from '../support/instants.ts'
import { type InventedSettings, inventRows, inventSource } from '../support/invented-source.ts'
import { rowsOf } from '../support/rows-by-chunk.ts'
import { defaultAges } from '../support/store-ages.ts'

const now = at('2026-03-29T10:00Z')
const series: SeriesKey = { dataset: 'chats', parameters: {}, grain: 'day', rowZone: 'UTC' }

const daysOf = (first: string, end: string) => toDayChunks('UTC', toSpan(`${first}T00:00Z`, `${end}T00:00Z`))
const lastDays = (count: number) => daysOf(addDays('2026-03-30', -count), '2026-03-30')

const createReader = () => createSeriesReader(createMemoryCache(1_000_000), defaultAges).readChunks

function startOperation(settings: InventedSettings = {}) {
  const [source, reads] = inventSource(settings)
  return { source, reads, load: createSeriesLoader(createReader(), now, anyone) }
}

describe('the fields of one operation', () => {
  it('that want 7, 30 and 90 days cost one read of 90', async () => {
    const { source, reads, load } = startOperation()
    const answers = await Promise.all([7, 30, 90].map((count) => load(source, series, lastDays(count))))

    expect(reads.map(({ chunks }) => chunks)).toEqual([lastDays(90).map(({ key }) => key)])
    expect(answers.map(({ rows }) => rows.starts.length)).toEqual([7, 30, 90])
    expect(answers.map(({ readAt }) => readAt)).toEqual([now, now, now])
  })

  it.each([
    ['overlap', ['2026-03-01', '2026-03-05'], ['2026-03-03', '2026-03-07'], 6],
    ['touch', ['2026-03-01', '2026-03-05'], ['2026-03-05', '2026-03-07'], 6],
    ['lie apart, the later first', ['2026-03-05', '2026-03-07'], ['2026-03-01', '2026-03-03'], 4],
    ['are the same', ['2026-03-01', '2026-03-05'], ['2026-03-01', '2026-03-05'], 4],
  ])('whose days %s read each once, oldest first', async (_, one, other, count) => {
    const { source, reads, load } = startOperation()
    await Promise.all([one, other].map(([first = '', end = '']) => load(source, series, daysOf(first, end))))
    const [chunks = []] = reads.map((read) => read.chunks)

    expect(reads).toHaveLength(1)
    expect(new Set(chunks).size).toBe(count)
    expect(chunks).toEqual([...new Set(chunks)].sort())
  })

  it.each<[string, Partial<SeriesKey>]>([
    ['datasets', { dataset: 'queue' }],
    ['filters', { parameters: { agent: '1' } }],
    ['grains', { grain: 'hour' }],
    ['row zones', { rowZone: 'Asia/Kolkata' }],
  ])('keep different %s apart', async (_, other) => {
    const { source, reads, load } = startOperation()
    await Promise.all([load(source, series, lastDays(7)), load(source, { ...series, ...other }, lastDays(30))])

    expect(reads.map(({ chunks }) => chunks.length)).toEqual([7, 30])
  })

  it('keep different sources apart', async () => {
    const { source, reads, load } = startOperation()
    const [sales, salesReads] = inventSource({ id: 'sales' })
    await Promise.all([load(source, series, lastDays(7)), load(sales, series, lastDays(7))])

    expect([reads.length, salesReads.length]).toEqual([1, 1])
  })

  it('get their rows in the order of their days', async () => {
    const { source, load } = startOperation()
    const { rows } = await load(source, series, lastDays(3))

    expect(rows.starts).toEqual(lastDays(3).map(({ start }) => start))
  })

  it('all fail with a stream they share, while another stands', async () => {
    const failure = new GapError('TIMEOUT', 'no answer within 10 ms')
    const { source, load } = startOperation({
      readRows: async ({ dataset }) => {
        if (dataset === 'chats') throw failure
        return new Map()
      },
    })
    const answers = await Promise.allSettled([
      load(source, series, lastDays(7)),
      load(source, series, lastDays(30)),
      load(source, { ...series, dataset: 'queue' }, lastDays(7)),
    ])

    expect(answers).toEqual([
      { status: 'rejected', reason: failure },
      { status: 'rejected', reason: failure },
      { status: 'fulfilled', value: { rows: rowsOf(), readAt: now } },
    ])
  })

  it('do not wait for a slower stream that was asked with theirs', async () => {
    const { opened, open } = openGate()
    const { source, load } = startOperation({
      readRows: async ({ dataset }, chunks) => {
        if (dataset === 'queue') await opened
        return inventRows(chunks)
      },
    })
    const slow = load(source, { ...series, dataset: 'queue' }, lastDays(7))
    const { rows } = await load(source, series, lastDays(7))
    open()

    expect(rows.starts).toHaveLength(7)
    expect((await slow).rows.starts).toHaveLength(7)
  })

  it('that want the same days later share the answer, and a failure too', async () => {
    const failure = new GapError('UNAVAILABLE', 'out of order')
    const { source, reads, load } = startOperation({ readRows: () => Promise.reject(failure) })
    await expect(load(source, series, lastDays(7))).rejects.toBe(failure)
    await expect(load(source, series, lastDays(7))).rejects.toBe(failure)
    await expect(load(source, series, lastDays(8))).rejects.toBe(failure)

    expect(reads.map(({ chunks }) => chunks.length)).toEqual([7, 8])
  })
})

describe('two operations', () => {
  it('under way at once share a read', async () => {
    const [source, reads] = inventSource()
    const readCells = createReader()
    await Promise.all([1, 2].map(() => createSeriesLoader(readCells, now, anyone)(source, series, lastDays(30))))

    expect(reads.map(({ chunks }) => chunks.length)).toEqual([30])
  })

  it('after each other share the store, and the answer is as old as its oldest row', async () => {
    const [source, reads] = inventSource()
    const readCells = createReader()
    await createSeriesLoader(readCells, now, anyone)(source, series, lastDays(7))
    const { readAt } = await createSeriesLoader(readCells, now + minute, anyone)(source, series, lastDays(7))

    expect(reads.map(({ chunks }) => chunks.length)).toEqual([7, 1])
    expect(readAt).toBe(now)
  })
})
