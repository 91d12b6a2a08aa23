import { type Metric, metricNames } from '../../src/report/figures/metric.ts'
import type { Dataset, FilterKind } from '../../src/report/port/dataset.ts'
import type { Directory } from '../../src/report/port/directory.ts'
import { type Chunk, type RowsByChunk, type SeriesKey, toDayChunks } from '../../src/report/port/series.ts'
import type { Provider, Source, Unsupported } from '../../src/report/port/source.ts'
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
  description: 'An invented product.',
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

/** What an invented source does otherwise; its methods are those of all its datasets. */
export type InventedSettings = Partial<Source> & Partial<Dataset>

/** An account that counts one chat of ten seconds a chunk, and the log of what was read from it. */
export function inventSource(settings: InventedSettings = {}): readonly [source: Source, reads: Read[]] {
  const reads: Read[] = []
  const { layOut, countCalls, toParameters, readRows, maxChunksPerCall, hasMutableHistory, ...rest } = settings
  const read = readRows ?? (async (_, chunks) => inventRows(chunks))
  const methods: Pick<Dataset, 'layOut' | 'countCalls' | 'toParameters' | 'readRows'> = {
    layOut:
      layOut ??
      (({ range, timeZone }) => ({
        pieces: [{ grain: 'day', rowZone: timeZone, chunks: toDayChunks(timeZone, range) }],
        gaps: [],
        warnings: [],
      })),
    countCalls: countCalls ?? (() => 1),
    toParameters: toParameters ?? (async () => ({})),
    readRows(series, chunks, now, callContext) {
      reads.push({ series, chunks: chunks.map(({ key }) => key) })
      return read(series, chunks, now, callContext)
    },
    ...(maxChunksPerCall && { maxChunksPerCall }),
    ...(hasMutableHistory && { hasMutableHistory }),
  }
  const { datasets } = inventedProvider
  const source: Source = {
    id: 'support',
    account: settings.id ?? 'support',
    name: 'Support',
    provider: inventedProvider,
    timeZone: 'UTC',
    datasets: Object.fromEntries(Object.entries(datasets).map(([name, data]) => [name, { ...data, ...methods }])),
    directory,
    hasBudgetFor: () => true,
    ...rest,
  }
  return [source, reads]
}

export const inventRow = ({ start, end }: Chunk) => ({ start, end, figures: { count: 1, seconds: 10, longest: 10 } })

export const inventRows = (chunks: readonly Chunk[]): RowsByChunk =>
  new Map(chunks.map((chunk) => [chunk.key, [inventRow(chunk)]]))
