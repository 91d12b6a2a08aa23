import type { Config } from './config.ts'
import type { ProviderEntry } from './provider/entry.ts'
import type { Instant } from './report/date.ts'
import { GapError } from './report/error.ts'
import { readTotalsOfAll } from './report/member-total.ts'
import { once } from './report/once.ts'
import type { Member, Provider, Source } from './report/port.ts'
import type { Upstream } from './report/upstream.ts'
import { createSeriesLoader } from './series/loader.ts'
import { createSeriesReader } from './series/reader.ts'
import { createMemoryStore } from './series/store.ts'
import { createTotalsLoader } from './series/totals-loader.ts'

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
}

export interface ListedPerson {
  readonly name: string
  readonly sources: readonly Source[]
}

export interface Gateway {
  createContext(): GatewayContext
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
  const readCells = createSeriesReader(createMemoryStore(storeBytes), config.cache)
  return {
    createContext() {
      const now = clock()
      const within = createDeadline(config.deadline)
      const readSeries = createSeriesLoader(readCells, now)
      const upstream: Upstream = {
        selectRows: (source, dataset, filter) => within(source.selectRows(dataset, filter)),
        readSeries: (source, stream, cells) => within(readSeries(source, stream, cells)),
        readTotals: createTotalsLoader((wanted) => readTotalsOfAll(wanted, upstream)),
        listMembers: (source, list) => within(source.directory[list]()),
        readVersion: (source) => within(source.directory.version()),
        readLive: async (source, filter) => {
          const live = source.readLive && (await within(source.readLive(filter)))
          return live && { ...live, byAgent: () => within(live.byAgent()) }
        },
      }
      return {
        caller: { name: 'anonymous', sources },
        upstream,
        now,
        timeZone: config.timeZone,
        providers,
        listPeople: once(() => listPeople(sources, (source) => within(source.directory.agents()))),
      }
    },
    async close() {
      await Promise.all(open.map((source) => source.close()))
    },
  }
}

async function listPeople(sources: readonly Source[], listAgents: (source: Source) => Promise<readonly Member[]>) {
  const people = new Map<string, ListedPerson>()
  const lists = await Promise.all(sources.map((source) => listAgents(source).catch(() => [])))
  for (const [index, source] of sources.entries())
    for (const { key, name } of lists[index] ?? []) {
      const known = people.get(key.toLowerCase())
      people.set(key.toLowerCase(), { name: known?.name ?? name, sources: [...(known?.sources ?? []), source] })
    }
  return people
}

/** Answers by an operation's deadline. The read goes on alone to its own limit, and fills the store for the next. */
function createDeadline(milliseconds: number): <T>(answer: Promise<T>) => Promise<T> {
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
