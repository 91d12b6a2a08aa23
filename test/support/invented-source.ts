import { type Metric, metricNames } from '../../src/report/figures/metric.ts'
import { toDayChunks } from '../../src/report/port/chunk.ts'
import type { Directory } from '../../src/report/port/directory.ts'
import type {
  Chunk,
  FilterKind,
  Provider,
  RowsByChunk,
  SeriesKey,
  Source,
  Unsupported,
} from '../../src/report/port/port.ts'
import { granularities } from '../../src/report/time/bucket.ts'

export const unsupported = 'The invented product counts chats alone.'

const nothing = Object.fromEntries(metricNames.map((metric) => [metric, { unsupported }])) as Record<
  Metric,
  Unsupported
>

const everyFilter: readonly FilterKind[] = ['AGENT', 'TEAM', 'INBOX', 'TAGS', 'GOAL', 'GREETING', 'BUSINESS_HOURS']

/** A product of four metrics: its chats take every filter, its queue takes none and has no hours. */
export const inventedProvider: Provider = {
  name: 'CHATWOOT',
  datasets: {
    chats: {
      upstream: 'GET /chats',
      fields: { count: 'total', seconds: 'mean_wait' },
      filters: everyFilter,
      oneOf: ['AGENT', 'TEAM'],
      granularities,
      zoneSupport: 'ANY_ZONE',
      note: 'Spam is left out.',
    },
    queue: {
      upstream: 'GET /queue',
      fields: { longest: 'max', left: 'left', entered: 'entered' },
      filters: [],
      granularities: ['DAY', 'WEEK'],
      zoneSupport: 'ACCOUNT_ZONE',
      limits: { keptDays: 28 },
    },
  },
  mappings: {
    ...nothing,
    CONVERSATIONS: { dataset: 'chats', value: 'count' },
    FIRST_RESPONSE_TIME: { dataset: 'chats', value: 'seconds', weight: ['count'], note: 'Bots answer too.' },
    QUEUE_WAITING_TIME_MAX: { dataset: 'queue', value: 'longest' },
    ABANDONMENT_RATE: { dataset: 'queue', value: 'left', weight: ['left', 'entered'] },
  },
  memberMappings: { AGENT: {}, TEAM: {}, INBOX: {}, TAG: {} },
  rankings: { CONVERSATIONS: { unsupported }, TICKETS: { unsupported } },
  queue: { unsupported },
}

const nobody = async () => []

const directory: Directory = {
  agents: nobody,
  teams: nobody,
  inboxes: nobody,
  tags: nobody,
  goals: nobody,
  greetings: nobody,
  version: async () => undefined,
}

export interface Read {
  readonly series: SeriesKey
  readonly chunks: readonly string[]
}

/** An account that counts one chat of ten seconds a chunk, and the log of what was read from it. */
export function inventSource(settings: Partial<Source> = {}): readonly [source: Source, reads: Read[]] {
  const reads: Read[] = []
  const source: Source = {
    id: 'support',
    account: settings.id ?? 'support',
    name: 'Support',
    provider: inventedProvider,
    timeZone: 'UTC',
    layOut: (_, { range, timeZone }) => ({
      pieces: [{ grain: 'day', rowZone: timeZone, chunks: toDayChunks(timeZone, range) }],
      gaps: [],
      warnings: [],
    }),
    countCalls: () => 1,
    toParameters: async () => ({}),
    readRows: async (_, chunks) => inventRows(chunks),
    directory,
    hasBudgetFor: () => true,
    ...settings,
  }
  const readRows: Source['readRows'] = (series, chunks, now, callContext) => {
    reads.push({ series, chunks: chunks.map(({ key }) => key) })
    return source.readRows(series, chunks, now, callContext)
  }
  return [{ ...source, readRows }, reads]
}

export const inventRow = ({ start, end }: Chunk) => ({ start, end, figures: { count: 1, seconds: 10, longest: 10 } })

export const inventRows = (chunks: readonly Chunk[]): RowsByChunk =>
  new Map(chunks.map((chunk) => [chunk.key, [inventRow(chunk)]]))
