import { type Admit, createAdmit } from './access/admit.ts'
import { type Caller, type Grant, toCaller } from './access/caller.ts'
import type { Config } from './config/config.ts'
import { createDeadline, type Deadline } from './deadline.ts'
import type { GatewayWatch } from './gateway-watch.ts'
import { createBodyMemory } from './http/read-body.ts'
import type { OpenSource, ProviderEntry } from './provider/entry.ts'
import { connectRedis, type RedisCounts } from './redis.ts'
import { createRedisText } from './redis-text.ts'
import { type Asker, unending } from './report/asker.ts'
import type { Instant } from './report/date.ts'
import { type ListedPerson, listPeople } from './report/list-people.ts'
import { once } from './report/once.ts'
import type { Provider } from './report/port.ts'
import type { Upstream } from './report/upstream.ts'
import { createKeptSeries } from './series/kept-series.ts'
import { createSeriesLoader } from './series/loader.ts'
import { createSeriesRecall, type RecallSeries, recallOnFailure } from './series/recall.ts'
import { createTotalRecall, type RecallTotal } from './series/recall-total.ts'
import { createSharedPolls } from './shared-polls.ts'
import { createSharedUpstream } from './shared-upstream.ts'
import { createShelfLife } from './shelf-life.ts'
import { createUpstreamMeter, type UpstreamMeter } from './upstream-meter.ts'

/** One operation. */
export interface GatewayContext {
  readonly caller: Caller
  readonly upstream: Upstream
  /** What it costs, where that is counted. */
  readonly meter?: UpstreamMeter
  /** Whether the answer tells it. */
  readonly isCostTold: boolean
  /**
   * Reserves memory for values beyond the estimate, of lists that turn out to be longer than assumed. When they are more
   * than an operation may have or than the memory has room for, it ends the operation and never settles.
   */
  readonly addValues?: (values: number) => Promise<void>
  /** Read once, so that every field of an operation means the same now. */
  readonly now: Instant
  /** Until when the same answer may be given again, as far as rows tell; in the past when it must not. Known at its end. */
  readonly freshUntil: () => Instant
  /** The zone of a scope that names none. */
  readonly timeZone: string
  readonly providers: readonly Provider[]
  /** Everyone whom the caller's sources list, or did when they last answered, by e-mail address in lower case. */
  readonly listPeople: () => Promise<ReadonlyMap<string, ListedPerson>>
  /** Tells now and then every so many milliseconds that a question is to be answered anew, one poll for all who ask it. */
  readonly watch: (question: readonly unknown[], every: number) => AsyncIterable<OpenContext>
}

/** Opens the context of one more answer, for whoever asks, with a deadline of its own. */
export type OpenContext = (caller: Caller, isCounted: boolean) => GatewayContext

export interface Gateway {
  /** Lets in who may ask. */
  readonly admit: Admit
  /**
   * The signal tells that the caller has left. Outside production every operation is counted, asked for or not. The
   * operation is what it is for who watches.
   */
  createContext(grant: Grant, isCounted?: boolean, signal?: AbortSignal, operation?: object): GatewayContext
  /** Settles once it is known whether what is configured beside the sources is there. */
  readonly ready: Promise<void>
  readonly redisCounts?: RedisCounts
  /** By the id of each source, what became of its upstream calls. */
  countCalls(): ReadonlyMap<string, ReturnType<OpenSource['countCalls']>>
  /** Ends every subscription. */
  endStreams(): void
  /** Ends those too, and every upstream call that is still under way. */
  close(): Promise<void>
}

const directoryFor = 300_000

/** Opens the configured sources and wires the layers; nothing else sees all of them. */
export function createGateway(
  config: Config,
  registry: ReadonlyMap<string, ProviderEntry>,
  clock: () => Instant = Date.now,
  { watchCall, onRead, say }: GatewayWatch = {},
): Gateway {
  const redis = config.redis && connectRedis(config.redis.url, { ...config.redis, ...(say && { say }) })
  const limits = {
    deadline: config.deadline,
    directoryFor,
    bodyMemory: createBodyMemory(config.memory.upstreamBytes),
    ...(config.attemptTimeout !== undefined && { attemptTimeout: config.attemptTimeout }),
    ...(redis && { shareBudget: (account: string) => createRedisText(redis, `budget:1:${account}`) }),
  }
  const open = config.sources.flatMap((source) => {
    const watched = watchCall && { watchCall: watchCall(source.id) }
    return registry.get(source.provider)?.open(source, { ...limits, ...watched }) ?? []
  })
  const sources = open.map(({ source }) => source)
  const providers = [...registry.values()].map(({ provider }) => provider)
  const { store, readCells, listMissing } = createKeptSeries(redis, config.cache, config.memory.seriesCacheBytes)
  const polls = createSharedPolls<OpenContext>(clock)

  /** What somebody asks from now on; the ages say which rows may be used again. */
  function openMoment(who: Asker, meter?: UpstreamMeter, ages = config.cache): OpenContext {
    const now = clock()
    const life = createShelfLife(ages, now)
    const asker: Asker = {
      ...who,
      ...meter,
      onList: life.onList,
      onRead(counts) {
        meter?.onRead(counts)
        onRead?.(counts)
      },
    }
    const recall = life.watchRecall(createSeriesRecall(store, ages, now))
    const readSeries = createSeriesLoader(life.watchCells(readCells), now, asker, ages.freshFor)
    const shared = createSharedUpstream(
      recallOnFailure(readSeries, recall),
      (source, stream, cells) => listMissing(source, stream, cells, now, ages.freshFor),
      asker,
      ages.staleFor,
    )
    return (caller, isCounted) => {
      const within = createDeadline(config.deadline)
      const selectRows: Upstream['selectRows'] = (...asked) => within(shared.selectRows(...asked))
      const recallTotal = createTotalRecall({ ...shared, selectRows }, recall)
      const upstream = life.watchUpstream(wrapUpstream(shared, within, recall, recallTotal))
      return {
        caller,
        upstream,
        ...(meter && { meter }),
        isCostTold: isCounted,
        now,
        freshUntil: life.freshUntil,
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
          const polled = { ...config.cache, freshFor, staleFor: 0 }
          const poll = (signal: AbortSignal) =>
            openMoment({ caller: caller.name, signal }, createUpstreamMeter(), polled)
          return polls.watch(key, every, poll, caller.expiresAt)
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
    createContext(grant, isAsked = false, signal = unending, operation) {
      const isCounted = isAsked || !config.isProduction
      const meter = isCounted ? createUpstreamMeter() : undefined
      const asker = { caller: grant.name, signal, ...(operation && { operation }) }
      return openMoment(asker, meter)(toCaller(grant, sources), isCounted)
    },
    ready: redis?.ready ?? Promise.resolve(),
    ...(redis && { redisCounts: redis.counts }),
    countCalls: () => new Map(open.map(({ source, countCalls }) => [source.id, countCalls()])),
    endStreams: polls.close,
    async close() {
      polls.close()
      await Promise.all(open.map((source) => source.close()))
      redis?.close()
    },
  }
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
  readList: (...asked) => within(upstream.readList(...asked)),
  readVersion: (...asked) => within(upstream.readVersion(...asked)),
  readLive: async (...asked) => {
    const live = await within(upstream.readLive(...asked))
    return live && { ...live, byAgent: () => within(live.byAgent()) }
  },
})
