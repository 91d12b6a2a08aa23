import { expect, it } from 'vitest'
import { toDayCells } from '../../src/report/cell.ts'
import type { Stream } from '../../src/report/port.ts'
import { createSeriesReader } from '../../src/series/reader.ts'
import { createMemoryStore, type SeriesStore } from '../../src/series/store.ts'
import { anyone } from '../support/asker.ts'
import { openGate } from '../support/gate.ts'
import { at, toSpan } from '../support/instants.ts'
import { inventRows, inventSource } from '../support/invented-source.ts'
import { defaultAges } from '../support/store-ages.ts'

const now = at('2026-03-29T10:00Z')
const stream: Stream = { dataset: 'chats', parameters: {}, grain: 'day', rowZone: 'UTC' }
const week = toDayCells('UTC', toSpan('2026-03-23T00:00Z', '2026-03-30T00:00Z'))

/** A store whose every answer is of the instant it was asked, and waits for a gate of its own. */
function slowDown(store: SeriesStore) {
  const gates: ReturnType<typeof openGate>[] = []
  const slow: SeriesStore = {
    ...store,
    async read(keys) {
      const gate = openGate()
      gates.push(gate)
      const known = await store.read(keys)
      await gate.opened
      return known
    },
  }
  return [slow, gates] as const
}

it('operations that ask a slow store at the same time share one read', async () => {
  const [store, gates] = slowDown(createMemoryStore(1_000_000))
  const [source, reads] = inventSource()
  const { readCells } = createSeriesReader(store, defaultAges)
  const answers = Promise.all(Array.from({ length: 20 }, () => readCells(source, stream, week, now, anyone)))
  for (const gate of gates) gate.open()

  expect((await answers).map(({ size }) => size)).toEqual(Array.from({ length: 20 }, () => 7))
  expect(gates).toHaveLength(20)
  expect(reads).toHaveLength(1)
})

it('an operation waits for a read that another began while it asked the store', async () => {
  const [store, gates] = slowDown(createMemoryStore(1_000_000))
  const { opened, open } = openGate()
  const [source, reads] = inventSource({
    readRows: async (_, cells) => {
      await opened
      return inventRows(cells)
    },
  })
  const { readCells } = createSeriesReader(store, defaultAges)
  const [slower, faster] = [readCells(source, stream, week, now, anyone), readCells(source, stream, week, now, anyone)]
  gates[1]?.open()
  await expect.poll(() => reads.length).toBe(1)
  gates[0]?.open()
  open()

  expect(await slower).toEqual(await faster)
  expect(reads).toHaveLength(1)
})

it('an operation takes what another began and finished reading while it asked the store', async () => {
  const [store, gates] = slowDown(createMemoryStore(1_000_000))
  const [source, reads] = inventSource()
  const { readCells } = createSeriesReader(store, defaultAges)
  const [slower, faster] = [
    readCells(source, stream, week, now, anyone),
    readCells(source, stream, week.slice(2), now, anyone),
  ]
  gates[1]?.open()
  await faster
  gates[0]?.open()

  expect((await slower).size).toBe(7)
  expect(reads.map(({ cells }) => cells.length)).toEqual([5, 2])
})
