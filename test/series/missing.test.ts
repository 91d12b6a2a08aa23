import { expect, it } from 'vitest'
import { type SeriesKey, toDayChunks } from '../../src/report/port/series.ts'
import { minute } from '../../src/report/time/date.ts'
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

it('what is missing is neither at hand and fresh nor being read', async () => {
  const { opened, open } = openGate()
  const [source] = inventSource({
    async readRows(_, chunks) {
      if (chunks.some(({ key }) => key === '2026-03-28')) await opened
      return inventRows(chunks)
    },
  })
  const { readChunks: readBlocks, listMissing } = createSeriesReader(createMemoryCache(1_000_000), defaultAges)
  const readChunks = listing(readBlocks)
  await readChunks(source, series, daysOf('2026-03-25', '2026-03-27'), now, anyone)
  const reading = readChunks(source, series, daysOf('2026-03-28', '2026-03-29'), now, anyone)

  const list = async (instant: number) =>
    (await listMissing(source, series, daysOf('2026-03-24', '2026-03-30'), instant)).map(({ key }) => key)
  expect(await list(now)).toEqual(['2026-03-24', '2026-03-27', '2026-03-29'])
  open()
  await reading
  expect(await list(now)).toEqual(['2026-03-24', '2026-03-27', '2026-03-29'])
  expect(await list(now + 15 * minute)).toContain('2026-03-28')
})
