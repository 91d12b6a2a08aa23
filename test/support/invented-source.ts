import { granularities } from '../../src/report/bucket.ts'
import { toDayCells } from '../../src/report/cell.ts'
import type { Directory } from '../../src/report/directory.ts'
import { type Metric, metricNames } from '../../src/report/metric.ts'
import type { Cell, FilterKind, Provider, RowsByCell, Source, Stream, Unsupported } from '../../src/report/port.ts'

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
  readings: {
    ...nothing,
    CONVERSATIONS: { dataset: 'chats', value: 'count' },
    FIRST_RESPONSE_TIME: { dataset: 'chats', value: 'seconds', weight: ['count'], note: 'Bots answer too.' },
    QUEUE_WAITING_TIME_MAX: { dataset: 'queue', value: 'longest' },
    ABANDONMENT_RATE: { dataset: 'queue', value: 'left', weight: ['left', 'entered'] },
  },
  memberReadings: { AGENT: {}, TEAM: {}, INBOX: {}, TAG: {} },
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
  readonly stream: Stream
  readonly cells: readonly string[]
}

/** An account that counts one chat of ten seconds a cell, and the log of what was read from it. */
export function inventSource(settings: Partial<Source> = {}): readonly [source: Source, reads: Read[]] {
  const reads: Read[] = []
  const source: Source = {
    id: 'support',
    account: settings.id ?? 'support',
    name: 'Support',
    provider: inventedProvider,
    timeZone: 'UTC',
    layOut: (_, { range, timeZone }) => ({
      pieces: [{ grain: 'day', rowZone: timeZone, cells: toDayCells(timeZone, range) }],
      gaps: [],
      warnings: [],
    }),
    countCalls: () => 1,
    selectRows: async () => ({}),
    readRows: async (_, cells) => inventRows(cells),
    directory,
    canAfford: () => true,
    ...settings,
  }
  const readRows: Source['readRows'] = (stream, cells, now, asker) => {
    reads.push({ stream, cells: cells.map(({ key }) => key) })
    return source.readRows(stream, cells, now, asker)
  }
  return [{ ...source, readRows }, reads]
}

export const inventRow = ({ start, end }: Cell) => ({ start, end, figures: { count: 1, seconds: 10, longest: 10 } })

export const inventRows = (cells: readonly Cell[]): RowsByCell =>
  new Map(cells.map((cell) => [cell.key, [inventRow(cell)]]))
