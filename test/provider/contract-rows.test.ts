import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OpenSource } from '../../src/provider/define-provider.ts'
import { registry } from '../../src/provider/registry.ts'
import { toScope } from '../../src/report/port/scope.ts'
import type { Chunk, Row } from '../../src/report/port/series.ts'
import { findDataset, type Source } from '../../src/report/port/source.ts'
import type { Granularity } from '../../src/report/time/bucket.ts'
import { isoCalendar } from '../../src/report/time/bucket.ts'
import { anyone } from '../support/asker.ts'
import { type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts'
import { loadFixtures, now } from './fixtures.ts'

const providers = await Promise.all(
  [...registry].map(async ([name, entry]) => ({ name, entry, fixtures: await loadFixtures(name) })),
)

const zones = ['UTC', 'Europe/Warsaw', 'Asia/Kolkata', 'Asia/Kathmandu', 'America/St_Johns', 'Australia/Lord_Howe']

/** Clocks change in Warsaw on the first of these days and on Lord Howe on the last. */
const ranges: readonly (readonly [first: string, last: string, granularity: Granularity])[] = [
  ['2026-03-29', '2026-04-05', 'DAY'],
  ['2026-03-29', '2026-03-29', 'HOUR'],
  ['2026-04-05', '2026-04-05', 'HOUR'],
  ['2026-04-10', '2026-04-10', 'HOUR'],
]

describe.each(providers)('$name', ({ entry, fixtures }) => {
  let upstream: RawUpstream
  let open: OpenSource

  beforeEach(async () => {
    upstream = await startRawUpstream(fixtures.answer)
    open = entry.open(fixtures.source(upstream.url), { deadline: 5_000, directoryFor: 0 })
  })

  afterEach(async () => {
    await open.close()
    await upstream.close()
  })

  describe.each(Object.keys(entry.provider.datasets))('rows of %s', (dataset) => {
    it.each(zones)('are ordered and within their chunks, in %s', async (timeZone) => {
      for (const [first, last, granularity] of ranges) {
        const scope = toScope(
          { range: { days: { first, last } }, granularity, timeZone },
          { now, timeZone, sources: [], calendar: isoCalendar },
        )
        for await (const [chunk, rows] of readCells(open.source, dataset, scope)) expectRowsInside(chunk, rows)
      }
    })
  })
})

async function* readCells(source: Source, dataset: string, scope: ReturnType<typeof toScope>) {
  const { toParameters, layOut, readRows } = findDataset(source, dataset)
  const parameters = await toParameters(scope.filter, anyone)
  for (const { grain, rowZone, chunks } of layOut(scope).pieces) {
    const begun = chunks.filter(({ start }) => start <= now)
    const rowsByCell = await readRows({ dataset, parameters, grain, rowZone }, begun, now, anyone)
    expect([...rowsByCell.keys()].sort()).toEqual(begun.map(({ key }) => key).sort())
    for (const chunk of begun) yield [chunk, rowsByCell.get(chunk.key) ?? []] as const
  }
}

/** One row after the other; where rows tell members apart, one for each. */
function expectRowsInside(chunk: Chunk, rows: readonly Row[]): void {
  const free = new Map<string | undefined, number>()
  for (const { start, end, figures, member } of rows) {
    expect(start).toBeGreaterThanOrEqual(free.get(member) ?? chunk.start)
    expect(end).toBeGreaterThan(start)
    expect(end).toBeLessThanOrEqual(chunk.end)
    for (const figure of Object.values(figures)) expect(figure === null || Number.isFinite(figure)).toBe(true)
    free.set(member, end)
  }
  expect(rows).not.toHaveLength(0)
}
