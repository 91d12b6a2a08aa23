import type { ListName } from '../../src/report/port/directory.ts'
import { type ScopeInput, toScope } from '../../src/report/port/scope.ts'
import type { Row } from '../../src/report/port/series.ts'
import { findDataset, type Source } from '../../src/report/port/source.ts'
import { isoCalendar } from '../../src/report/time/bucket.ts'
import type { RangeInput } from '../../src/report/time/range.ts'
import { anyone } from '../support/asker.ts'
import type { Exchange } from '../support/lying-upstream.ts'

/** The time of all requests, and the two days that they cover. */
export const now = Date.parse('2026-11-20T12:00:00Z')
export const dates = ['2026-11-10', '2026-11-11'] as const

/** The values that a source returned, by what they describe. */
export type ReportedFigures = Readonly<Record<string, unknown>>

/** One kind of request to a source, and an independent reading of the responses to compare its result with. */
export interface Call {
  readonly name: string
  readonly ask: (source: Source) => Promise<ReportedFigures>
  /** Throws when the responses contain no value, or contradict each other. */
  readonly read: (exchanges: readonly Exchange[]) => ReportedFigures
}

/** Figures of one interval of time, and of one member if the dataset is split by member. */
export interface PlainRow {
  readonly start: number
  readonly end: number
  readonly member?: string | undefined
  readonly figures: Readonly<Record<string, unknown>>
}

/** Rows as an object; what is told twice is told as a list. */
export function reportRows(rows: readonly (Row | PlainRow)[]): ReportedFigures {
  const told: Record<string, unknown> = {}
  for (const { start, end, member = '', figures } of rows)
    for (const [figure, value] of Object.entries(figures)) {
      const name = `${new Date(start).toISOString()}/${new Date(end).toISOString()} ${member} ${figure}`
      told[name] = name in told ? [told[name], value] : value
    }
  return told
}

export const wholeRange: RangeInput = { days: { first: dates[0], last: dates[1] } }
export const firstDay: RangeInput = { days: { first: dates[0], last: dates[0] } }

/** Asks for the rows of a dataset, as a report would. */
export const askDataset =
  (dataset: string, range: RangeInput, granularity: ScopeInput['granularity'] = 'DAY') =>
  async (source: Source): Promise<ReportedFigures> => {
    const scope = toScope(
      { range, granularity, timeZone: 'UTC' },
      { now, timeZone: 'UTC', sources: [], calendar: isoCalendar },
    )
    const { toParameters, layOut, readRows } = findDataset(source, dataset)
    const parameters = await toParameters(scope.filter, anyone)
    const read = layOut(scope).pieces.map(async ({ grain, rowZone, chunks }) => {
      const rows = await readRows({ dataset, parameters, grain, rowZone }, chunks, now, anyone)
      return chunks.flatMap(({ key }) => rows.get(key) ?? [])
    })
    return reportRows((await Promise.all(read)).flat())
  }

/** Asks for a list, whose members a plain reading finds by their keys. */
export const callList = (list: ListName, read: (body: unknown) => readonly (readonly [string, unknown])[]): Call => ({
  name: `the list of ${list}`,
  async ask(source) {
    const members = await source.directory[list](anyone)
    return { members: members.map(({ key, name }) => [key, name]) }
  },
  read: ([exchange]) => ({ members: read(JSON.parse(exchange?.body ?? '')) }),
})
