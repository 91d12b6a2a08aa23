import type { DatasetDescription } from '../../../report/port/dataset.ts'
import { type Chunk, type LayoutPiece, type RowsByChunk, toRuns } from '../../../report/port/series.ts'
import { granularities } from '../../../report/time/bucket.ts'
import { day } from '../../../report/time/date.ts'
import { offsetPeriods } from '../../../report/time/zone.ts'
import { type ReportRead, readDays, readDstDay, readHours } from '../calls.ts'
import { type LiveChatDataset, type ReportFormat, toParameters } from '../dataset.ts'
import { layOutReport } from '../layout.ts'
import { type Figure, readFigures } from '../parse-report.ts'

/** Each day of hourly rows is one call. */
const maxHourDays = 31

/** More days than any account has; keeps a response below the body limit. */
const maxDaysPerCall = 3660

/** Calls for a DST-transition day: two dates in each of two zones, and the whole day. */
const callsOfDstDay = 5

/** What a report may have that differs from most. */
export type ReportOptions = Partial<
  Pick<DatasetDescription, 'zoneSupport' | 'note' | 'partitions'> & Pick<ReportFormat, 'hasGroupBy' | 'readBuckets'>
>

/** A report with the same figures in each bucket, by day or by hour. */
export const report = <const Name extends string>(
  path: string,
  figures: Readonly<Record<Name, Figure>>,
  filters: DatasetDescription['filters'],
  options: ReportOptions = {},
): LiveChatDataset<Name> => {
  const names = Object.entries<Figure>(figures).map(([name, figure]) => [name, figure.path.join('.')])
  return defineReport(path, figures, Object.fromEntries(names) as Record<Name, string>, filters, options)
}

/** A report of days and hours; `fields` names the figures of its rows. */
export function defineReport<Name extends string>(
  path: string,
  figures: ReportFormat['figures'],
  fields: Readonly<Record<Name, string>>,
  filters: DatasetDescription['filters'],
  { zoneSupport = 'ANY_ZONE', hasGroupBy = true, readBuckets = readFigures(figures), ...rest }: ReportOptions,
): LiveChatDataset<Name> {
  const upstream = `GET /reports/${path}`
  const limits = { maxHourDays }
  const format = { path: `/reports/${path}`, upstream, zoneSupport, limits, hasGroupBy, figures, readBuckets }
  return {
    upstream,
    fields,
    filters,
    granularities,
    zoneSupport,
    limits,
    // A chat or ticket may have several tags.
    ...(filters.includes('TAGS') && { partitions: { TAG: false } }),
    ...rest,
    layOut: (scope, account) => layOutReport(format, scope, account),
    toParameters,
    countCalls: (piece) => countCalls(format, piece),
    maxChunksPerCall: ({ grain }) => (grain === 'day' ? maxDaysPerCall : 1),
    readRows: ({ client, series, chunks, now }) => readReport({ client, report: format, series, now }, chunks),
  }
}

const isDstDay = ({ start, end }: Chunk, zone: string): boolean =>
  end - start !== day || offsetPeriods(zone, start, end).length > 1

function countCalls({ zoneSupport }: ReportFormat, { grain, rowZone, chunks }: LayoutPiece): number {
  if (grain === 'day') return toRuns(chunks, maxDaysPerCall).length
  return chunks
    .map((chunk) => (zoneSupport === 'ANY_ZONE' && isDstDay(chunk, rowZone) ? callsOfDstDay : 1))
    .reduce<number>((sum, calls) => sum + calls, 0)
}

async function readReport(read: ReportRead, chunks: readonly Chunk[]): Promise<RowsByChunk> {
  if (read.series.grain === 'day') {
    const days = await Promise.all(toRuns(chunks, maxDaysPerCall).map((run) => readDays(read, run)))
    return new Map(days.flat())
  }
  read.client.assertBudgetFor(chunks.length)
  return new Map(await Promise.all(chunks.map(async (chunk) => [chunk.key, await readDayByHour(read, chunk)] as const)))
}

const readDayByHour = (read: ReportRead, chunk: Chunk) =>
  read.report.zoneSupport === 'ANY_ZONE' && isDstDay(chunk, read.series.rowZone)
    ? readDstDay(read, chunk)
    : readHours(read, chunk.key)
