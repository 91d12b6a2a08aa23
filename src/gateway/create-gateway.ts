import { type Authenticate, createAuthenticate } from '../auth/authenticate.ts'
import { type Identity, toCaller } from '../auth/permission.ts'
import { once } from '../concurrency/memoize.ts'
import type { Config } from '../config/config.ts'
import { toPatience } from '../provider/cached-list.ts'
import type { OpenSource, ProviderDefinition } from '../provider/define-provider.ts'
import { createCompareAndSet } from '../redis/compare-and-set.ts'
import { connectRedis, type RedisCounts } from '../redis/connection.ts'
import { type CallContext, neverAborted } from '../report/port/call-context.ts'
import type { Loaders } from '../report/port/loaders.ts'
import { createPlanner } from '../report/questions/planner.ts'
import { readAgentDirectory } from '../report/questions/ranking.ts'
import type { Instant } from '../report/time/date.ts'
import { createCachedSeriesReader } from '../series/create-series-reader.ts'
import { createStaleFallback, fallBackOnFailure } from '../series/freshness.ts'
import { createSeriesLoader } from '../series/loader.ts'
import { createStaleTotals } from '../series/summary-choice.ts'
import { createBodyMemory } from '../upstream/request.ts'
import type { GatewayContext, OpenContext } from './context.ts'
import { createMemberCounts } from './member-counts.ts'
import { createUsageCounter, type GatewayObserver, type UsageCounter } from './observer.ts'
import { createDeadline, createOperationLoaders, withDeadline } from './operation-loaders.ts'
import { createPolling } from './polling.ts'
import { createResponseTtl } from './response-ttl.ts'

export interface Gateway {
  /** Authenticates a client. */
  readonly authenticate: Authenticate
  /**
   * The signal is aborted when the client disconnects. Outside production the usage is always reported. `operation` is
   * passed on to the observer.
   */
  createContext(identity: Identity, isUsageReported?: boolean, signal?: AbortSignal, operation?: object): GatewayContext
  /** Resolves after the first attempt to connect to Redis. */
  readonly ready: Promise<void>
  readonly redisCounts?: RedisCounts
  /** Upstream calls by the id of their source. */
  countCalls(): ReadonlyMap<string, ReturnType<OpenSource['countCalls']>>
  /** Ends every subscription. */
  endSubscriptions(): void
  /** Ends every subscription and every upstream call in flight. */
  close(): Promise<void>
}

const directoryMaxAge = 300_000

/** Composition root: opens the configured sources and connects the layers. */
export function createGateway(
  config: Config,
  registry: ReadonlyMap<string, ProviderDefinition>,
  clock: () => Instant = Date.now,
  { observeCall, onRead, log }: GatewayObserver = {},
): Gateway {
  const redis = config.redis && connectRedis(config.redis.url, { ...config.redis, ...(log && { log }) })
  const limits = {
    deadline: config.deadline,
    directoryFor: directoryMaxAge,
    bodyMemory: createBodyMemory(config.memory.upstreamBytes),
    ...(config.attemptTimeout !== undefined && { attemptTimeout: config.attemptTimeout }),
    ...(redis && { shareBudget: (account: string) => createCompareAndSet(redis, `budget:1:${account}`) }),
  }
  const openSources = config.sources.flatMap((source) => {
    const observer = observeCall && { observeCall: observeCall(source.id) }
    return registry.get(source.provider)?.open(source, { ...limits, ...observer }) ?? []
  })
  const sources = openSources.map(({ source }) => source)
  const providers = [...registry.values()].map(({ provider }) => provider)
  const { cache, readChunks, listMissing } = createCachedSeriesReader(
    redis,
    config.cache,
    config.memory.seriesCacheBytes,
  )
  const polling = createPolling<OpenContext>(clock)

  /** Contexts with the current time, which share their loaders. `lifetimes` says how long cached rows are used. */
  function createContextFactory(requester: CallContext, usage?: UsageCounter, lifetimes = config.cache): OpenContext {
    const now = clock()
    const responseTtl = createResponseTtl(lifetimes, now)
    const callContext: CallContext = {
      ...requester,
      ...usage,
      onList: responseTtl.onList,
      onRead(counts) {
        usage?.onRead(counts)
        onRead?.(counts)
      },
    }
    const findStaleSeries = responseTtl.trackStaleSeries(createStaleFallback(cache, lifetimes, now))
    const readSeries = createSeriesLoader(responseTtl.trackChunks(readChunks), now, callContext, lifetimes.freshFor)
    const operationLoaders = createOperationLoaders(
      fallBackOnFailure(readSeries, findStaleSeries),
      (source, series, chunks) => listMissing(source, series, chunks, now, lifetimes.freshFor),
      callContext,
      lifetimes.staleFor,
    )
    const planner = createPlanner()
    return (caller, isUsageReported) => {
      const withinDeadline = createDeadline(config.deadline)
      const readParameters: Loaders['readParameters'] = (...args) =>
        withinDeadline(operationLoaders.readParameters(...args))
      const findStaleTotal = createStaleTotals({ ...operationLoaders, readParameters }, findStaleSeries)
      const loaders = responseTtl.trackLoaders(
        withDeadline(operationLoaders, withinDeadline, findStaleSeries, findStaleTotal),
      )
      return {
        caller,
        loaders,
        planner,
        scopes: new Map(),
        memberCounts: createMemberCounts(loaders, toPatience(config)),
        ...(usage && { usage }),
        isUsageReported,
        now,
        freshUntil: responseTtl.freshUntil,
        timeZone: config.timeZone,
        calendar: config.calendar,
        providers,
        readAgentDirectory: once(() => readAgentDirectory(caller.sources, loaders)),
        watch(question, interval) {
          // Null and absent values are equal. Subscribers that may read the same sources share a poll.
          const parts = [caller.sources.map(({ id }) => id), question, interval]
          const key = JSON.stringify(parts, (_, value) => value ?? undefined)
          // Timers are inexact: rows of the previous poll must never count as fresh. For a source that fails,
          // subscribers get a gap instead of stale figures.
          const freshFor = Math.min(config.cache.freshFor, interval / 2)
          const pollLifetimes = { ...config.cache, freshFor, staleFor: 0 }
          const poll = (signal: AbortSignal) =>
            createContextFactory({ caller: caller.name, signal }, createUsageCounter(), pollLifetimes)
          return polling.watch(key, interval, poll, caller.expiresAt)
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
    createContext(identity, isUsageRequested = false, signal = neverAborted, operation) {
      const isUsageReported = isUsageRequested || !config.isProduction
      const usage = isUsageReported ? createUsageCounter() : undefined
      const callContext = { caller: identity.name, signal, ...(operation && { operation }) }
      return createContextFactory(callContext, usage)(toCaller(identity, sources), isUsageReported)
    },
    ready: redis?.ready ?? Promise.resolve(),
    ...(redis && { redisCounts: redis.counts }),
    countCalls: () => new Map(openSources.map(({ source, countCalls }) => [source.id, countCalls()])),
    endSubscriptions: polling.close,
    async close() {
      polling.close()
      await Promise.all(openSources.map((source) => source.close()))
      redis?.close()
    },
  }
}
