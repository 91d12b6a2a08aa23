import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OpenSource } from '../../src/provider/define-provider.ts'
import { registry } from '../../src/provider/registry.ts'
import type { CallContext } from '../../src/report/port/call-context.ts'
import type { Directory } from '../../src/report/port/directory.ts'
import { toScope } from '../../src/report/port/scope.ts'
import { findDataset, type Source } from '../../src/report/port/source.ts'
import { isoCalendar } from '../../src/report/time/bucket.ts'
import { anyone } from '../support/asker.ts'
import { type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts'
import { loadDirectoryFixtures } from './directory-fixtures.ts'
import { loadFixtures, now } from './fixtures.ts'

const providers = await Promise.all(
  [...registry].map(async ([name, entry]) => ({
    name,
    entry,
    fixtures: await loadFixtures(name),
    lists: await loadDirectoryFixtures(name),
  })),
)

const days = { first: '2026-03-29', last: '2026-04-05' }
const scope = toScope(
  { range: { days }, granularity: 'DAY', timeZone: 'Europe/Warsaw' },
  { now, timeZone: 'UTC', sources: [], calendar: isoCalendar },
)

async function readDataset(source: Source, dataset: string, callContext: CallContext): Promise<void> {
  const { toParameters, layOut, readRows } = findDataset(source, dataset)
  const parameters = await toParameters(scope.filter, callContext)
  for (const { grain, rowZone, chunks } of layOut(scope).pieces)
    await readRows({ dataset, parameters, grain, rowZone }, chunks, now, callContext)
}

/** All that a source can be asked besides rows. */
const listQuestions = ({ directory, readLive }: Source): ((callContext: CallContext) => Promise<unknown>)[] => [
  ...(Object.keys(directory) as (keyof Directory)[]).map((list) => directory[list]),
  async (callContext) => (await readLive?.(scope.filter, callContext))?.byAgent(),
]

describe.each(providers)('$name', ({ entry, fixtures, lists }) => {
  let upstream: RawUpstream
  let open: OpenSource
  const left: CallContext = { ...anyone, signal: AbortSignal.abort() }
  let calls: number
  const counted: CallContext = {
    ...anyone,
    onCall() {
      calls += 1
    },
  }

  async function start(answer: typeof fixtures.answer) {
    upstream = await startRawUpstream(answer)
    open = entry.open(fixtures.source(upstream.url), { deadline: 5_000, directoryFor: 0 })
    calls = 0
  }

  afterEach(async () => {
    await open.close()
    await upstream.close()
  })

  describe.each(Object.keys(entry.provider.datasets))('a read of %s', (dataset) => {
    beforeEach(() => start(fixtures.answer))

    it('reports every call to its call context', async () => {
      await readDataset(open.source, dataset, counted)
      expect(calls).toBe(upstream.requests.length)
      expect(calls).toBeGreaterThan(0)
    })

    it('makes no call after the client has disconnected', async () => {
      await expect(readDataset(open.source, dataset, left)).rejects.toThrow('cancelled')
      expect(upstream.requests).toEqual([])
    })
  })

  describe('a read of its lists', () => {
    beforeEach(() => start(lists.answer))

    it('reports every call to its call context', async () => {
      for (const ask of listQuestions(open.source)) await ask(counted)
      expect(calls).toBe(upstream.requests.length)
      expect(calls).toBeGreaterThan(0)
    })

    it('makes no call after the client has disconnected', async () => {
      for (const ask of listQuestions(open.source)) await ask(left).catch(() => {})
      expect(upstream.requests).toEqual([])
    })
  })
})
