import type { Config } from './config.ts'
import type { ProviderEntry } from './provider/entry.ts'
import { connectRedis, type Redis, type RedisCounts } from './redis.ts'
import { hour, type Instant } from './report/date.ts'
import { GapError } from './report/error.ts'
import { once } from './report/once.ts'
import type { Provider, Source } from './report/port.ts'
import type { Upstream } from './report/upstream.ts'
import { createLayeredStore } from './series/layered-store.ts'
import { createSeriesLoader } from './series/loader.ts'
import { createSeriesReader, type ReadCells, readUpstream } from './series/reader.ts'
import { createRedisStore } from './series/redis-store.ts'
import { createReplicaLocks } from './series/replica-locks.ts'
import { createReplicaReading } from './series/replica-reading.ts'
import { createMemoryStore, type StoreAges } from './series/store.ts'
import { createSharedPolls } from './shared-polls.ts'
import { createSharedUpstream } from './shared-upstream.ts'

/** Who asks, and which sources exist for him: every look-up of a source goes through here. */
export interface Caller {
  readonly name: string
  readonly sources: readonly Source[]
}

/** One operation. */
export interface GatewayContext {
  readonly caller: Caller
  readonly upstream: Upstream
  /** Read once, so that every field of an operation means the same now. */
  readonly now: Instant
  /** The zone of a scope that names none. */
  readonly timeZone: string
  readonly providers: readonly Provider[]
  /** Everyone whom the caller's sources list, by e-mail address in lower case. Sources that do not answer tell nobody. */
  readonly listPeople: () => Promise<ReadonlyMap<string, ListedPerson>>
  /** Tells now and then every so many milliseconds that a question is to be answered anew, one poll for all who ask it. */
  readonly watch: (question: readonly unknown[], every: number) => AsyncIterable<OpenContext>
}

/** Opens the context of one more answer, with a deadline of its own. */
export type OpenContext = () => GatewayContext

export interface ListedPerson {
  readonly name: string
  readonly sources: readonly Source[]
}

export interface Gateway {
  createContext(): GatewayContext
  /** Settles once it is known whether what is configured beside the sources is there. */
  readonly ready: Promise<void>
  readonly redisCounts?: RedisCounts
  close(): Promise<void>
}

const storeBytes = 64_000_000
const directoryFor = 300_000

/** Opens the configured sources and wires the layers; nothing else sees all of them. */
export function createGateway(
  config: Config,
  registry: ReadonlyMap<string, ProviderEntry>,
  clock: () => Instant = Date.now,
): Gateway {
  const limits = {
    deadline: config.deadline,
    directoryFor,
    ...(config.attemptTimeout !== undefined && { attemptTimeout: config.attemptTimeout }),
  }
  const open = config.sources.flatMap((source) => registry.get(source.provider)?.open(source, limits) ?? [])
  const sources = open.map(({ source }) => source)
  const providers = [...registry.values()].map(({ provider }) => provider)
  const redis = config.redis && connectRedis(config.redis.url, config.redis)
  const readCells = createReader(redis, config.cache)
  const polls = createSharedPolls<OpenContext>()

  /** What is asked from now on; rows of days under way are as good as new for `freshFor`. */
  function openMoment(freshFor = config.cache.freshFor): OpenContext {
    const now = clock()
    const shared = createSharedUpstream(createSeriesLoader(readCells, now, freshFor))
    return () => {
      const upstream = limitUpstream(shared, createDeadline(config.deadline))
      return {
        caller: { name: 'anonymous', sources },
        upstream,
        now,
        timeZone: config.timeZone,
        providers,
        listPeople: once(() => listPeople(sources, upstream)),
        watch(question, every) {
          const key = JSON.stringify([sources.map(({ id }) => id), question, every])
          // Timers are not exact: rows read by the poll before must never pass for new ones.
          return polls.watch(key, every, () => openMoment(Math.min(config.cache.freshFor, every / 2)))
        },
      }
    }
  }

  return {
    createContext: () => openMoment()(),
    ready: redis?.ready ?? Promise.resolve(),
    ...(redis && { redisCounts: redis.counts }),
    async close() {
      polls.close()
      await Promise.all(open.map((source) => source.close()))
      redis?.close()
    },
  }
}

/** Reads each cell once: in this process, and with Redis in all replicas. */
function createReader(redis: Redis | undefined, ages: StoreAges): ReadCells {
  const memory = createMemoryStore(storeBytes)
  if (!redis) return createSeriesReader(memory, ages)
  const shared = createRedisStore(redis)
  const readMissing = createReplicaReading(createReplicaLocks(redis), memory, shared, readUpstream)
  return createSeriesReader(createLayeredStore(memory, shared, hour), ages, readMissing)
}

async function listPeople(sources: readonly Source[], { listMembers }: Upstream) {
  const people = new Map<string, ListedPerson>()
  const lists = await Promise.all(sources.map((source) => listMembers(source, 'agents').catch(() => [])))
  for (const [index, source] of sources.entries())
    for (const { key, name } of lists[index] ?? []) {
      const known = people.get(key.toLowerCase())
      people.set(key.toLowerCase(), { name: known?.name ?? name, sources: [...(known?.sources ?? []), source] })
    }
  return people
}

type Deadline = <T>(answer: Promise<T>) => Promise<T>

const limitUpstream = (upstream: Upstream, within: Deadline): Upstream => ({
  selectRows: (...asked) => within(upstream.selectRows(...asked)),
  readSeries: (...asked) => within(upstream.readSeries(...asked)),
  readTotals: (...asked) => within(upstream.readTotals(...asked)),
  listMembers: (...asked) => within(upstream.listMembers(...asked)),
  readVersion: (...asked) => within(upstream.readVersion(...asked)),
  readLive: async (...asked) => {
    const live = await within(upstream.readLive(...asked))
    return live && { ...live, byAgent: () => within(live.byAgent()) }
  },
})

/** Answers by an operation's deadline. The read goes on alone to its own limit, and fills the store for the next. */
function createDeadline(milliseconds: number): Deadline {
  const due = Date.now() + milliseconds
  return async (answer) => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      const error = new GapError('TIMEOUT', `no answer within ${milliseconds} ms`)
      timer = setTimeout(reject, Math.max(0, due - Date.now()), error)
    })
    try {
      return await Promise.race([answer, late])
    } finally {
      clearTimeout(timer)
    }
  }
}
