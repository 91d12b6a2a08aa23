import { type Admit, createAdmit } from './access/admit.ts'
import { type Caller, type Grant, toCaller } from './access/caller.ts'
import type { Config } from './config/config.ts'
import { createDeadline } from './deadline.ts'
import type { ProviderEntry } from './provider/entry.ts'
import { connectRedis, type Redis, type RedisCounts } from './redis.ts'
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
import { createUpstreamMeter, type UpstreamUse } from './upstream-meter.ts'

/** One operation. */
export interface GatewayContext {
  readonly caller: Caller
  readonly upstream: Upstream
  /** What it has cost so far, where that is counted. */
  readonly use?: UpstreamUse
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

/** Opens the context of one more answer, for whoever asks, with a deadline of its own. */
export type OpenContext = (caller: Caller, isCounted: boolean) => GatewayContext

export interface ListedPerson {
  readonly name: string
  readonly sources: readonly Source[]
}

export interface Gateway {
  /** Lets in who may ask. */
  readonly admit: Admit
  /** Outside production every operation is counted, whether or not it is asked for. */
  createContext(grant: Grant, isCounted?: boolean): GatewayContext
  /** Settles once it is known whether what is configured beside the sources is there. */
  readonly ready: Promise<void>
  readonly redisCounts?: RedisCounts
  /** Ends every subscription. */
  endStreams(): void
  /** Ends those too, and every upstream call that is still under way. */
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
  const meter = createUpstreamMeter()
  const limits = {
    deadline: config.deadline,
    directoryFor,
    onCall: () => meter.add({ calls: 1 }),
    ...(config.attemptTimeout !== undefined && { attemptTimeout: config.attemptTimeout }),
  }
  const open = config.sources.flatMap((source) => registry.get(source.provider)?.open(source, limits) ?? [])
  const sources = open.map(({ source }) => source)
  const providers = [...registry.values()].map(({ provider }) => provider)
  const redis = config.redis && connectRedis(config.redis.url, config.redis)
  const { store, readCells, listMissing } = createReader(redis, config.cache, meter.add)
  const polls = createSharedPolls<OpenContext>(clock)

  /** What is asked from now on; the ages say which rows may be used again. */
  function openMoment(ages = config.cache): OpenContext {
    const now = clock()
    const recall = createSeriesRecall(store, ages, now)
    const readSeries = createSeriesLoader(readCells, now, ages.freshFor)
    const shared = createSharedUpstream(recallOnFailure(readSeries, recall), (source, stream, cells) =>
      listMissing(source, stream, cells, now, ages.freshFor),
    )
    return (caller, isCounted) => {
      const within = createDeadline(config.deadline)
      const use = isCounted ? { calls: 0, rows: 0, cached: 0 } : undefined
      const run: RunAsked = (ask, recalled) => within(use ? meter.countFor(use, ask) : ask(), recalled)
      const selectRows: Upstream['selectRows'] = (...asked) => run(() => shared.selectRows(...asked))
      const upstream = wrapUpstream(shared, run, recall, createTotalRecall({ ...shared, selectRows }, recall))
      return {
        caller,
        upstream,
        ...(use && { use }),
        now,
        timeZone: config.timeZone,
        providers,
        listPeople: once(() => listPeople(caller.sources, upstream)),
        watch(question, every) {
          // What is null is as good as absent. Polls are shared by those for whom the same sources exist.
          const asked = [caller.sources.map(({ id }) => id), question, every]
          const key = JSON.stringify(asked, (_, value) => value ?? undefined)
          // Timers are not exact: rows read by the poll before must never pass for new ones. Who watches is told of a
          // source that fails, and nothing stands in for it.
          const freshFor = Math.min(config.cache.freshFor, every / 2)
          return polls.watch(key, every, () => openMoment({ ...config.cache, freshFor, staleFor: 0 }), caller.expiresAt)
        },
      }
    }
  }

  return {
    admit: createAdmit(
      config.access,
      sources.map(({ id }) => id),
      redis,
    ),
    createContext: (grant, isCounted = false) =>
      openMoment()(toCaller(grant, sources), isCounted || !config.isProduction),
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
function createReader(
  redis: Redis | undefined,
  ages: StoreAges,
  onRead: (counts: { readonly rows: number; readonly cached: number }) => void,
): SeriesReader & { readonly store: SeriesStore } {
  const memory = createMemoryStore(storeBytes)
  if (!redis) return { store: memory, ...createSeriesReader(memory, ages, onRead) }
  const shared = createRedisStore(redis)
  const store = createLayeredStore(memory, shared, hour)
  const readAlone = createUpstreamReading(store, ages)
  const readMissing = createReplicaReading(createReplicaLocks(redis), memory, shared, readAlone)
  return { store, ...createSeriesReader(store, ages, onRead, readMissing) }
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

/** Asks, and answers with what can be recalled where the answer is late. */
type RunAsked = <T>(ask: () => Promise<T>, recalled?: () => Promise<T | undefined>) => Promise<T>

const wrapUpstream = (upstream: Upstream, run: RunAsked, recall: RecallSeries, recallTotal: RecallTotal): Upstream => ({
  selectRows: (...asked) => run(() => upstream.selectRows(...asked)),
  readSeries: (...asked) =>
    run(
      () => upstream.readSeries(...asked),
      () => recall(...asked),
    ),
  readTotal: (wanted) =>
    run(
      () => recallOnFailure(upstream.readTotal, recallTotal)(wanted),
      () => recallTotal(wanted),
    ),
  listMembers: (...asked) => run(() => upstream.listMembers(...asked)),
  readVersion: (...asked) => run(() => upstream.readVersion(...asked)),
  readLive: async (...asked) => {
    const live = await run(() => upstream.readLive(...asked))
    return live && { ...live, byAgent: () => run(live.byAgent) }
  },
})
