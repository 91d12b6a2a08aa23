import type { ListName } from '../../src/report/port/directory.ts'
import { findDataset, type Row, type Source } from '../../src/report/port/port.ts'
import { type ScopeInput, toScope } from '../../src/report/port/scope.ts'
import type { RangeInput } from '../../src/report/time/range.ts'
import { anyone } from '../support/asker.ts'
import type { Exchange } from '../support/lying-upstream.ts'

/** When all is asked, and the two days that are asked about. */
export const now = Date.parse('2026-11-20T12:00:00Z')
export const dates = ['2026-11-10', '2026-11-11'] as const

/** What was told, by what it is about. */
export type Told = Readonly<Record<string, unknown>>

/** One way to ask a source, and what a plain reading of the answers says that it must have told. */
export interface Call {
  readonly name: string
  readonly ask: (source: Source) => Promise<Told>
  /** Throws where the answers say nothing, or not one thing. */
  readonly read: (exchanges: readonly Exchange[]) => Told
}

/** Figures of one stretch of time, and of one member where they tell members apart. */
export interface PlainRow {
  readonly start: number
  readonly end: number
  readonly member?: string | undefined
  readonly figures: Readonly<Record<string, unknown>>
}

/** Rows as an object; what is told twice is told as a list. */
export function tellRows(rows: readonly (Row | PlainRow)[]): Told {
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
  async (source: Source): Promise<Told> => {
    const scope = toScope({ range, granularity, timeZone: 'UTC' }, { now, timeZone: 'UTC', sources: [] })
    const { toParameters, layOut, readRows } = findDataset(source, dataset)
    const parameters = await toParameters(scope.filter, anyone)
    const read = layOut(scope).pieces.map(async ({ grain, rowZone, chunks }) => {
      const rows = await readRows({ dataset, parameters, grain, rowZone }, chunks, now, anyone)
      return chunks.flatMap(({ key }) => rows.get(key) ?? [])
    })
    return tellRows((await Promise.all(read)).flat())
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
