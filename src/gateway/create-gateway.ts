import { type Authenticate, createAuthenticate } from '../auth/authenticate.ts'
import { type Identity, toCaller } from '../auth/caller.ts'
import { once } from '../concurrency/once.ts'
import type { Config } from '../config/config.ts'
import type { OpenSource, ProviderDefinition } from '../provider/define-provider.ts'
import { createCompareAndSet } from '../redis/compare-and-set.ts'
import { connectRedis, type RedisCounts } from '../redis/connection.ts'
import { type CallContext, neverAborted } from '../report/port/call-context.ts'
import type { Loaders } from '../report/port/loaders.ts'
import { readAgentDirectory } from '../report/questions/agent-directory.ts'
import { createPlanner } from '../report/questions/planner.ts'
import type { Instant } from '../report/time/date.ts'
import { createCachedSeriesReader } from '../series/create-series-reader.ts'
import { createSeriesLoader } from '../series/loader.ts'
import { createStaleFallback, fallBackOnFailure } from '../series/stale-fallback.ts'
import { createStaleTotals } from '../series/stale-totals.ts'
import { createBodyMemory } from '../upstream/read-body.ts'
import type { GatewayContext, OpenContext } from './context.ts'
import { createDeadline } from './deadline.ts'
import { createMemberCounts } from './member-counts.ts'
import type { GatewayObserver } from './observer.ts'
import { createOperationLoaders } from './operation-loaders.ts'
import { createPolling } from './polling.ts'
import { createResponseTtl } from './response-ttl.ts'
import { createUsageCounter, type UsageCounter } from './usage.ts'
import { withDeadline } from './with-deadline.ts'

export interface Gateway {
  /** Lets in who may ask. */
  readonly authenticate: Authenticate
  /**
   * The signal tells that the caller has left. Outside production every operation is counted, asked for or not. The
   * operation is what it is for who watches.
   */
  createContext(identity: Identity, isCounted?: boolean, signal?: AbortSignal, operation?: object): GatewayContext
  /** Settles once it is known whether what is configured beside the sources is there. */
  readonly ready: Promise<void>
  readonly redisCounts?: RedisCounts
  /** By the id of each source, what became of its upstream calls. */
  countCalls(): ReadonlyMap<string, ReturnType<OpenSource['countCalls']>>
  /** Ends every subscription. */
  endSubscriptions(): void
  /** Ends those too, and every upstream call that is still under way. */
  close(): Promise<void>
}

const directoryFor = 300_000

/** Opens the configured sources and wires the layers; nothing else sees all of them. */
export function createGateway(
  config: Config,
  registry: ReadonlyMap<string, ProviderDefinition>,
  clock: () => Instant = Date.now,
  { observeCall, onRead, log }: GatewayObserver = {},
): Gateway {
  const redis = config.redis && connectRedis(config.redis.url, { ...config.redis, ...(log && { log }) })
  const limits = {
    deadline: config.deadline,
    directoryFor,
    bodyMemory: createBodyMemory(config.memory.upstreamBytes),
    ...(config.attemptTimeout !== undefined && { attemptTimeout: config.attemptTimeout }),
    ...(redis && { shareBudget: (account: string) => createCompareAndSet(redis, `budget:1:${account}`) }),
  }
  const open = config.sources.flatMap((source) => {
    const watched = observeCall && { observeCall: observeCall(source.id) }
    return registry.get(source.provider)?.open(source, { ...limits, ...watched }) ?? []
  })
  const sources = open.map(({ source }) => source)
  const providers = [...registry.values()].map(({ provider }) => provider)
  const { cache, readChunks, listMissing } = createCachedSeriesReader(
    redis,
    config.cache,
    config.memory.seriesCacheBytes,
  )
  const polls = createPolling<OpenContext>(clock)

  /** What somebody asks from now on; the ages say which rows may be used again. */
  function openMoment(who: CallContext, usage?: UsageCounter, ages = config.cache): OpenContext {
    const now = clock()
    const life = createResponseTtl(ages, now)
    const callContext: CallContext = {
      ...who,
      ...usage,
      onList: life.onList,
      onRead(counts) {
        usage?.onRead(counts)
        onRead?.(counts)
      },
    }
    const recall = life.watchRecall(createStaleFallback(cache, ages, now))
    const readSeries = createSeriesLoader(life.watchCells(readChunks), now, callContext, ages.freshFor)
    const shared = createOperationLoaders(
      fallBackOnFailure(readSeries, recall),
      (source, stream, cells) => listMissing(source, stream, cells, now, ages.freshFor),
      callContext,
      ages.staleFor,
    )
    const planner = createPlanner()
    return (caller, isCounted) => {
      const within = createDeadline(config.deadline)
      const readParameters: Loaders['readParameters'] = (...asked) => within(shared.readParameters(...asked))
      const recallTotal = createStaleTotals({ ...shared, readParameters }, recall)
      const loaders = life.watchUpstream(withDeadline(shared, within, recall, recallTotal))
      return {
        caller,
        loaders,
        planner,
        memberCounts: createMemberCounts(loaders, config.deadline / 5),
        ...(usage && { usage }),
        isUsageReported: isCounted,
        now,
        freshUntil: life.freshUntil,
        timeZone: config.timeZone,
        providers,
        readAgentDirectory: once(() => readAgentDirectory(caller.sources, loaders)),
        watch(question, every) {
          // What is null is as good as absent. Polls are shared by those for whom the same sources exist.
          const asked = [caller.sources.map(({ id }) => id), question, every]
          const key = JSON.stringify(asked, (_, value) => value ?? undefined)
          // Timers are not exact: rows read by the poll before must never pass for new ones. Who watches is told of a
          // source that fails, and nothing stands in for it.
          const freshFor = Math.min(config.cache.freshFor, every / 2)
          const polled = { ...config.cache, freshFor, staleFor: 0 }
          const poll = (signal: AbortSignal) =>
            openMoment({ caller: caller.name, signal }, createUsageCounter(), polled)
          return polls.watch(key, every, poll, caller.expiresAt)
        },
      }
    }
  }

  return {
    authenticate: createAuthenticate(
      config.access,
      sources.map(({ id }) => id),
      redis,
    ),
    createContext(grant, isAsked = false, signal = neverAborted, operation) {
      const isCounted = isAsked || !config.isProduction
      const usage = isCounted ? createUsageCounter() : undefined
      const callContext = { caller: grant.name, signal, ...(operation && { operation }) }
      return openMoment(callContext, usage)(toCaller(grant, sources), isCounted)
    },
    ready: redis?.ready ?? Promise.resolve(),
    ...(redis && { redisCounts: redis.counts }),
    countCalls: () => new Map(open.map(({ source, countCalls }) => [source.id, countCalls()])),
    endSubscriptions: polls.close,
    async close() {
      polls.close()
      await Promise.all(open.map((source) => source.close()))
      redis?.close()
    },
  }
}
