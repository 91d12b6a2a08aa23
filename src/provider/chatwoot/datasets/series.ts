import type { FilterKind } from '../../../report/port/dataset.ts'
import type { Scope } from '../../../report/port/scope.ts'
import type { Layout, LayoutPiece, SeriesKey } from '../../../report/port/series.ts'
import { granularities } from '../../../report/time/bucket.ts'
import type { Instant } from '../../../report/time/date.ts'
import { byDimension, type ChatwootDataset, currentMembers, dimensions } from '../dataset.ts'
import { layOutSeries } from '../layout.ts'
import { toBusinessHours, toDimension } from '../parameters.ts'
import { countSeriesCalls, daysPerCall, readSeries } from './series-calls.ts'
import { parseCounts, parseMeans } from './series-rows.ts'

const common = {
  ...byDimension,
  granularities,
  countCalls: (piece: LayoutPiece, now: Instant) => countSeriesCalls(piece.chunks, piece, now),
  maxChunksPerCall: ({ grain }: SeriesKey) => daysPerCall[grain],
} as const

/** A conversation has one assignee, one team and one inbox, but may have several labels. */
const partitions = { AGENT: true, TEAM: true, INBOX: true, TAG: false } as const

/** A time series of one of Chatwoot's own counts. */
export const counts = (
  metric: string,
  note: string,
  filters: readonly FilterKind[] = dimensions,
): ChatwootDataset<'value'> => ({
  ...common,
  upstream: `GET /reports?metric=${metric}`,
  fields: { value: 'value' },
  filters,
  note: `${note} ${currentMembers}`,
  partitions: filters.includes('AGENT') ? partitions : { TEAM: true, INBOX: true, TAG: false },
  layOut: layOutSeries,
  toParameters: toDimension,
  readRows: (request, { base }) => readSeries(request, { path: `${base}/reports`, metric, parse: parseCounts }),
})

/** A time series of one of its means, with the number of events behind each. */
export const means = (metric: string): ChatwootDataset<'value' | 'count'> => ({
  ...common,
  upstream: `GET /reports?metric=${metric}`,
  fields: { value: 'value', count: 'count' },
  filters: [...dimensions, 'BUSINESS_HOURS'],
  note: `In business hours, an inbox without configured hours counts as 0 seconds. ${currentMembers}`,
  partitions,
  layOut: layOutMeans,
  toParameters: async (filter, account, callContext) => ({
    ...(await toDimension(filter, account, callContext)),
    ...toBusinessHours(filter),
  }),
  readRows: (request, { base }) => readSeries(request, { path: `${base}/reports`, metric, parse: parseMeans }),
})

const layOutMeans = (scope: Scope): Layout => ({
  ...layOutSeries(scope),
  warnings: scope.filter.businessHours
    ? [
        {
          code: 'ESTIMATED',
          message:
            'Chatwoot includes events without a value in business hours in the sample, so means over several rows are approximate',
        },
      ]
    : [],
})
