import type { Config } from './config/config.ts'
import { createDeadline, type Deadline } from './deadline.ts'
import type { ProviderEntry } from './provider/entry.ts'
import { connectRedis, type Redis, type RedisCounts } from './redis.ts'
import { type Asker, unending } from './report/asker.ts'
import { hour, type Instant } from './report/date.ts'
import { once } from './report/once.ts'
import type { Provider, Source } from './report/port.ts'
import type { Upstream } from './report/upstream.ts'
import type { StoreAges } from './series/ages.ts'
import { createLayeredStore } from './series/layered-store.ts'
import { createSeriesLoader } from './series/loader.ts'
import { createUpstreamReading } from './series/read-upstream.ts'
import { createSeriesReader, type SeriesReader } from './series/reader.ts'
import { createSeriesRecall, type RecallSeries, recallOnFailure } from './series/recall.ts'
import { createTotalRecall, type RecallTotal } from './series/recall-total.ts'
import { createRedisStore } from './series/redis-store.ts'
import { createReplicaLocks } from './series/replica-locks.ts'
import { createReplicaReading } from './series/replica-reading.ts'
import { createMemoryStore, type SeriesStore } from './series/store.ts'
import { createSharedPolls } from './shared-polls.ts'
import { createSharedUpstream } from './shared-upstream.ts'
import { createShelfLife } from './shelf-life.ts'
import { createUpstreamMeter, type UpstreamMeter } from './upstream-meter.ts'

/** Who asks, and which sources exist for him: every look-up of a source goes through here. */
export interface Caller {
  readonly name: string
  readonly sources: readonly Source[]
}

/** One operation. */
export interface GatewayContext {
  readonly caller: Caller
  readonly upstream: Upstream
  /** What it costs, where that is counted. */
  readonly meter?: UpstreamMeter
  /** Read once, so that every field of an operation means the same now. */
  readonly now: Instant
  /** Until when the same answer may be given again, as far as rows tell; in the past when it must not. Known at its end. */
  readonly freshUntil: () => Instant
  /** The zone of a scope that names none. */
  readonly timeZone: string
  readonly providers: readonly Provider[]
  /** Everyone whom the caller's sources list, by e-mail address in lower case. Sources that do not answer tell nobody. */
  readonly listPeople: () => Promise<ReadonlyMap<string, ListedPerson>>
  /** Tells now and then every so many milliseconds that a question is to be answered anew, one poll for all who ask it. */
  readonly watch: (question: readonly unknown[], every: number) => AsyncIterable<OpenContext>
}

/** Opens the context of one more answer, with a deadline of its own. */
export type OpenContext = (isCounted: boolean) => GatewayContext

export interface ListedPerson {
  readonly name: string
  readonly sources: readonly Source[]
}

export interface Gateway {
  /** The signal tells that the caller has left. Outside production every operation is counted, asked for or not. */
  createContext(isCounted?: boolean, signal?: AbortSignal): GatewayContext
  /** Settles once it is known whether what is configured beside the sources is there. */
  readonly ready: Promise<void>
  readonly redisCounts?: RedisCounts
  /** Ends every subscription. */
  endStreams(): void
  /** Ends those too, and every upstream call that is still under way. */
  close(): Promise<void>
}

const storeBytes = 32_000_000
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
  const { store, readCells, listMissing } = createReader(redis, config.cache)
  const polls = createSharedPolls<OpenContext>(clock)

  /** What is asked from now on, until the signal; the ages say which rows may be used again. */
  function openMoment(signal: AbortSignal, meter?: UpstreamMeter, ages = config.cache): OpenContext {
    const caller = { name: 'anonymous', sources }
    const now = clock()
    const life = createShelfLife(ages, now)
    const asker: Asker = { caller: caller.name, signal, ...meter, onList: life.onList }
    const recall = life.watchRecall(createSeriesRecall(store, ages, now))
    const readSeries = createSeriesLoader(life.watchCells(readCells), now, asker, ages.freshFor)
    const shared = createSharedUpstream(
      recallOnFailure(readSeries, recall),
      (source, stream, cells) => listMissing(source, stream, cells, now, ages.freshFor),
      asker,
    )
    return (isCounted) => {
      const within = createDeadline(config.deadline)
      const selectRows: Upstream['selectRows'] = (...asked) => within(shared.selectRows(...asked))
      const recallTotal = createTotalRecall({ ...shared, selectRows }, recall)
      const upstream = life.watchUpstream(wrapUpstream(shared, within, recall, recallTotal))
      return {
        caller,
        upstream,
        ...(isCounted && meter && { meter }),
        now,
        freshUntil: life.freshUntil,
        timeZone: config.timeZone,
        providers,
        listPeople: once(() => listPeople(sources, upstream)),
        watch(question, every) {
          // What is null is as good as absent.
          const asked = [sources.map(({ id }) => id), question, every]
          const key = JSON.stringify(asked, (_, value) => value ?? undefined)
          // Timers are not exact: rows read by the poll before must never pass for new ones. Who watches is told of a
          // source that fails, and nothing stands in for it.
          const freshFor = Math.min(config.cache.freshFor, every / 2)
          const polled = { ...config.cache, freshFor, staleFor: 0 }
          return polls.watch(key, every, (left) => openMoment(left, createUpstreamMeter(), polled))
        },
      }
    }
  }

  return {
    createContext(isAsked = false, signal = unending) {
      const isCounted = isAsked || !config.isProduction
      return openMoment(signal, isCounted ? createUpstreamMeter() : undefined)(isCounted)
    },
    ready: redis?.ready ?? Promise.resolve(),
    ...(redis && { redisCounts: redis.counts }),
    endStreams: polls.close,
    async close() {
      polls.close()
      await Promise.all(open.map((source) => source.close()))
      redis?.close()
    },
  }
}

/** Keeps rows, and reads each cell once: in this process, and with Redis in all replicas. */
function createReader(redis: Redis | undefined, ages: StoreAges): SeriesReader & { readonly store: SeriesStore } {
  const memory = createMemoryStore(storeBytes)
  if (!redis) return { store: memory, ...createSeriesReader(memory, ages) }
  const shared = createRedisStore(redis)
  const store = createLayeredStore(memory, shared, hour)
  const readAlone = createUpstreamReading(store, ages)
  const readMissing = createReplicaReading(createReplicaLocks(redis), memory, shared, readAlone)
  return { store, ...createSeriesReader(store, ages, readMissing) }
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

/** Answers with what can be recalled where the answer is late. */
const wrapUpstream = (
  upstream: Upstream,
  within: Deadline,
  recall: RecallSeries,
  recallTotal: RecallTotal,
): Upstream => ({
  selectRows: (...asked) => within(upstream.selectRows(...asked)),
  readSeries: (...asked) => within(upstream.readSeries(...asked), () => recall(...asked)),
  readTotal: (wanted) => within(recallOnFailure(upstream.readTotal, recallTotal)(wanted), () => recallTotal(wanted)),
  listMembers: (...asked) => within(upstream.listMembers(...asked)),
  readVersion: (...asked) => within(upstream.readVersion(...asked)),
  readLive: async (...asked) => {
    const live = await within(upstream.readLive(...asked))
    return live && { ...live, byAgent: () => within(live.byAgent()) }
  },
})
