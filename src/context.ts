import type { Config } from './config.ts'
import type { ProviderEntry } from './provider/entry.ts'
import type { Instant } from './report/date.ts'
import { GapError } from './report/error.ts'
import { once } from './report/once.ts'
import type { Provider, Source } from './report/port.ts'
import type { Upstream } from './report/upstream.ts'
import { createSeriesLoader } from './series/loader.ts'
import { createSeriesReader } from './series/reader.ts'
import { createMemoryStore } from './series/store.ts'
import { createSharedPolls } from './shared-polls.ts'
import { createSharedUpstream } from './shared-upstream.ts'
import { createUpstreamMeter, type UpstreamUse } from './upstream-meter.ts'

/** Who asks, and which sources exist for him: every look-up of a source goes through here. */
export interface Caller {
  readonly name: string
  readonly sources: readonly Source[]
}

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

/** Opens the context of one more answer, with a deadline of its own. */
export type OpenContext = (isCounted: boolean) => GatewayContext

export interface ListedPerson {
  readonly name: string
  readonly sources: readonly Source[]
}

export interface Gateway {
  /** Outside production every operation is counted, whether or not it is asked for. */
  createContext(isCounted?: boolean): GatewayContext
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
  const { readCells, listMissing } = createSeriesReader(createMemoryStore(storeBytes), config.cache, meter.add)
  const polls = createSharedPolls<OpenContext>()

  /** What is asked from now on; rows of days under way are as good as new for `freshFor`. */
  function openMoment(freshFor = config.cache.freshFor): OpenContext {
    const now = clock()
    const shared = createSharedUpstream(createSeriesLoader(readCells, now, freshFor), (source, stream, cells) =>
      listMissing(source, stream, cells, now, freshFor),
    )
    return (isCounted) => {
      const within = createDeadline(config.deadline)
      const use = isCounted ? { calls: 0, rows: 0, cached: 0 } : undefined
      const upstream = wrapUpstream(shared, (ask) => within(use ? meter.countFor(use, ask) : ask()))
      return {
        caller: { name: 'anonymous', sources },
        upstream,
        ...(use && { use }),
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
    createContext: (isCounted = false) => openMoment()(isCounted || !config.isProduction),
    async close() {
      polls.close()
      await Promise.all(open.map((source) => source.close()))
    },
  }
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

const wrapUpstream = (upstream: Upstream, run: <T>(ask: () => Promise<T>) => Promise<T>): Upstream => ({
  selectRows: (...asked) => run(() => upstream.selectRows(...asked)),
  readSeries: (...asked) => run(() => upstream.readSeries(...asked)),
  readTotal: (...asked) => run(() => upstream.readTotal(...asked)),
  listMembers: (...asked) => run(() => upstream.listMembers(...asked)),
  readVersion: (...asked) => run(() => upstream.readVersion(...asked)),
  readLive: async (...asked) => {
    const live = await run(() => upstream.readLive(...asked))
    return live && { ...live, byAgent: () => run(live.byAgent) }
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
