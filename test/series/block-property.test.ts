import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Chunk, type Row, toDayChunks } from '../../src/report/port/series.ts'
import { hour } from '../../src/report/time/date.ts'
import { toBlocks } from '../../src/series/cache/block.ts'
import { createRedisCache } from '../../src/series/cache/redis-cache.ts'
import {
  type CacheKey,
  createLayeredCache,
  createMemoryCache,
  type SeriesCache,
} from '../../src/series/cache/series-cache.ts'
import { toSpan } from '../support/instants.ts'
import { isRedisMissing, openRedis, startRedis, withRedis } from '../support/redis.ts'
import { byChunk, type ChunkRows } from '../support/rows-by-chunk.ts'

/** Days of three months, on one of which the clock changes. */
const days = toDayChunks('Europe/Warsaw', toSpan('2026-02-20T23:00Z', '2026-04-10T22:00Z'))
const key: CacheKey = { text: 'series', account: 'support', grain: 'day' }

/** A step writes or reads some days, through one of several caches. */
interface Step {
  readonly isWrite: boolean
  readonly cache: number
  readonly days: readonly number[]
  readonly rowsPerDay: number
}

const someDays = fc.oneof(
  fc.uniqueArray(fc.nat(days.length - 1), { maxLength: 8 }),
  fc
    .tuple(fc.nat(days.length - 1), fc.nat(40))
    .map(([from, length]) => days.flatMap((_, day) => (day >= from && day < from + length ? day : []))),
)
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    isWrite: fc.boolean(),
    cache: fc.nat(1),
    days: someDays.map((some) => some.toSorted((a, b) => a - b)),
    rowsPerDay: fc.nat(3),
  }),
  { maxLength: 25 },
)

/** Rows that tell when they were written; some figures are null, and some blocks have figures that others lack. */
const inventRows = ({ start }: Chunk, { rowsPerDay }: Step, readAt: number): Row[] =>
  Array.from({ length: rowsPerDay }, (_, index) => ({
    start: start + index * hour,
    end: start + (index + 1) * hour,
    figures: { count: index % 2 === 0 ? readAt : null, zero: 0, mean: readAt / 7 },
  }))

/** Every step on the caches and on a plain map of days; what is read must be the same. */
async function expectSameAsMap(
  caches: readonly SeriesCache[],
  run: readonly Step[],
  series = key,
  settle = async () => {},
): Promise<void> {
  const model = new Map<string, ChunkRows>()
  for (const [readAt, step] of run.entries()) {
    const cache = caches[step.cache % caches.length]
    const chunks = step.days.flatMap((day) => days[day] ?? [])
    if (!cache || chunks.length === 0) continue
    if (step.isWrite) {
      const rows = new Map(chunks.map((chunk) => [chunk.key, inventRows(chunk, step, readAt)]))
      cache.write(series, toBlocks('day', chunks, rows, readAt), hour)
      await settle()
      for (const [day, own] of rows) model.set(day, { rows: own, readAt })
    } else {
      const expected = chunks.flatMap(({ key }) => (model.has(key) ? [[key, model.get(key)]] : []))
      expect([...byChunk('day', await cache.read(series, chunks), chunks)]).toEqual(expected)
    }
  }
}

describe('days written and read in any order are the same as in a plain map of days (seed 2026)', () => {
  it('in memory', async () => {
    const property = fc.asyncProperty(steps, (run) => expectSameAsMap([createMemoryCache(10_000_000)], run))
    await fc.assert(property, { seed: 2026, numRuns: 300 })
  })

  it.skipIf(isRedisMissing)(withRedis('in Redis, by two replicas'), async () => {
    const server = await startRedis()
    const clients = [await openRedis(server.url), await openRedis(server.url)]
    // What one connection has sent before is done once it answers.
    const settle = async () => {
      await Promise.all(clients.map((redis) => redis.ask((client) => client.exists(['none']))))
    }
    let runs = 0
    const property = fc.asyncProperty(steps, (run) => {
      runs += 1
      return expectSameAsMap(clients.map(createRedisCache), run, { ...key, text: `series ${runs}` }, settle)
    })
    await fc.assert(property, { seed: 2026, numRuns: 40 })
  })

  it('in memory before another cache', async () => {
    const property = fc.asyncProperty(steps, (run) => {
      const layered = createLayeredCache(createMemoryCache(10_000_000), createMemoryCache(10_000_000), hour)
      return expectSameAsMap([layered], run)
    })
    await fc.assert(property, { seed: 2026, numRuns: 300 })
  })
})

it.skipIf(isRedisMissing)(
  withRedis('Replicas that write different days of one month at the same time lose none.'),
  async () => {
    const server = await startRedis()
    const clients = await Promise.all(Array.from({ length: 4 }, () => openRedis(server.url)))
    const month = toDayChunks('UTC', toSpan('2026-03-01T00:00Z', '2026-04-01T00:00Z'))
    for (const [place, chunk] of month.entries()) {
      const redis = clients[place % clients.length]
      if (redis) createRedisCache(redis).write(key, toBlocks('day', [chunk], new Map(), place), hour)
    }
    await Promise.all(clients.map((redis) => redis.ask((client) => client.exists(['none']))))

    const [redis] = clients
    const found = redis && byChunk('day', await createRedisCache(redis).read(key, month), month)
    expect([...(found?.values() ?? [])].map(({ readAt }) => readAt)).toEqual([...month.keys()])
  },
)
