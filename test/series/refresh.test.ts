import { describe, expect, it } from 'vitest'
import { GapError } from '../../src/report/port/error.ts'
import { type SeriesKey, toDayChunks } from '../../src/report/port/series.ts'
import { hour, minute } from '../../src/report/time/date.ts'
import { createMemoryCache } from '../../src/series/cache/series-cache.ts'
import { createSeriesReader } from '../../src/series/reader.ts'
import { anyone } from '../support/asker.ts'
import { openGate } from '../support/gate.ts'
import { at, toSpan } from '../support/instants.ts'
import { type InventedSettings, inventRows, inventSource } from '../support/invented-source.ts'
import { listing } from '../support/rows-by-chunk.ts'
import { defaultAges } from '../support/store-ages.ts'

const now = at('2026-03-29T10:00Z')
const week = 168 * hour
const series: SeriesKey = { dataset: 'chats', parameters: {}, grain: 'day', rowZone: 'UTC' }
const settled = toDayChunks('UTC', toSpan('2026-03-20T00:00Z', '2026-03-25T00:00Z'))

/** A reader that has read some days, and a gate before everything it reads from then on. */
async function startReader(settings: InventedSettings = {}) {
  const gate = openGate()
  let failure: GapError | undefined
  let isFirst = true
  const [source, reads] = inventSource({
    readRows: async (_, chunks) => {
      if (!isFirst) await gate.opened
      isFirst = false
      if (failure) throw failure
      return inventRows(chunks)
    },
    ...settings,
  })
  const { readChunks: readBlocks } = createSeriesReader(createMemoryCache(1_000_000), defaultAges)
  const readChunks = listing(readBlocks)
  await readChunks(source, series, settled, now, anyone)
  return {
    reads,
    open: gate.open,
    fail: (error?: GapError) => {
      failure = error
    },
    read: (later: number) => readChunks(source, series, settled, now + later, anyone),
    readTimes: async (later: number) =>
      [...(await readChunks(source, series, settled, now + later, anyone)).values()].map(({ readAt }) => readAt - now),
  }
}

const each = (value: number) => settled.map(() => value)

describe('settled days past their age', () => {
  it('are answered at once, and read again behind the answer', async () => {
    const { reads, open, readTimes } = await startReader()

    expect(await readTimes(week - 1)).toEqual(each(0))
    expect(reads).toHaveLength(1)
    expect(await readTimes(week)).toEqual(each(0))
    expect(reads).toHaveLength(2)
    open()
    await expect.poll(() => readTimes(week)).toEqual(each(week))
    expect(reads).toHaveLength(2)
  })

  it('are read again once, whoever asks meanwhile', async () => {
    const { reads, readTimes } = await startReader()
    const answers = await Promise.all(Array.from({ length: 20 }, () => readTimes(week)))

    expect(answers).toEqual(Array.from({ length: 20 }, () => each(0)))
    expect(reads).toHaveLength(2)
  })

  it('stand when reading them again fails, and who asks a minute later has it tried anew', async () => {
    const { reads, open, fail, readTimes } = await startReader()
    fail(new GapError('UNAVAILABLE', 'out of order'))
    open()
    expect(await readTimes(week)).toEqual(each(0))
    fail()
    expect(await readTimes(week + minute - 1)).toEqual(each(0))
    expect(reads).toHaveLength(2)
    await expect.poll(() => readTimes(week + minute)).toEqual(each(week + minute))
    expect(reads).toHaveLength(3)
  })

  it('are waited for once the credentials were refused, and stand no more', async () => {
    const { open, fail, readTimes } = await startReader()
    fail(new GapError('UNAUTHENTICATED', 'the credentials are wrong'))
    open()
    expect(await readTimes(week)).toEqual(each(0))
    await expect(readTimes(week)).rejects.toThrow('the credentials are wrong')
    fail()
    expect(await readTimes(week)).toEqual(each(week))
  })

  it('are waited for from twice their age', async () => {
    const { reads, open, read, readTimes } = await startReader()
    expect(await readTimes(2 * week - 1)).toEqual(each(0))
    let isAnswered = false
    const waiting = read(2 * week).finally(() => {
      isAnswered = true
    })
    await read(2 * week - 1)
    expect(isAnswered).toBe(false)
    open()
    await waiting

    expect(reads).toHaveLength(2)
  })

  it.each([
    ['history stands', false, [hour, week]],
    ['history moves', true, [hour - 1, hour]],
  ] as const)('are past it sooner where %s: %s', async (_, isMoving, [fresh, ageing]) => {
    const { reads, read } = await startReader({ hasMutableHistory: () => isMoving })
    await read(fresh)
    expect(reads).toHaveLength(1)
    await read(ageing)
    expect(reads).toHaveLength(2)
  })
})

it('a day that is being read behind an answer is not read along with those around it', async () => {
  const { opened, open } = openGate()
  let isGated = false
  const [source, reads] = inventSource({
    maxChunksPerCall: () => 10,
    readRows: async (_, chunks) => {
      if (isGated) await opened
      return inventRows(chunks)
    },
  })
  const { readChunks: readBlocks } = createSeriesReader(createMemoryCache(1_000_000), defaultAges)
  const readChunks = listing(readBlocks)
  const middle = settled.slice(2, 3)
  await readChunks(source, series, middle, now, anyone)
  isGated = true
  await readChunks(source, series, middle, now + week, anyone)
  const all = readChunks(source, series, settled, now + week, anyone)
  await expect.poll(() => reads.length).toBe(3)
  open()

  expect((await all).size).toBe(5)
  expect(reads.map(({ chunks }) => chunks.length)).toEqual([1, 1, 4])
})

it('days not yet settled are read before they are answered, however recently they aged', async () => {
  const [source, reads] = inventSource()
  const { readChunks: readBlocks } = createSeriesReader(createMemoryCache(1_000_000), defaultAges)
  const readChunks = listing(readBlocks)
  const [yesterday] = toDayChunks('UTC', toSpan('2026-03-28T00:00Z', '2026-03-29T00:00Z'))
  const read = async (later: number) => readChunks(source, series, yesterday ? [yesterday] : [], now + later, anyone)
  await read(0)

  expect((await read(15 * minute)).get('2026-03-28')?.readAt).toBe(now + 15 * minute)
  expect(reads).toHaveLength(2)
})
