import { z } from 'zod'
import { GapError } from '../../../report/port/error.ts'
import type { Row } from '../../../report/port/series.ts'
import type { Span } from '../../../report/time/date.ts'
import { isRecord, parseJson, wrongForm } from '../../../upstream/parse-json.ts'

/** One call: rows of `length` milliseconds that start `shift` milliseconds after those of UTC. */
export interface SeriesCall extends Span {
  readonly length: number
  readonly shift: number
  /** `timezone_offset`, in hours; absent for UTC. */
  readonly offset?: string
}

/** Rows of a response body. Throws GapError unless every row of the call is there, in order and at its timestamp. */
export type ParseSeries = (body: string, call: SeriesCall, metric: string) => Row[]

interface ChatwootRow {
  readonly value: number | null
  readonly timestamp: number
  readonly count?: number
}

export const parseCounts: ParseSeries = (body, call, metric) => {
  requireSupport(body, metric)
  return placeRows(readRows(body, true), call, ({ value }) => ({ value }))
}

export const parseMeans: ParseSeries = (body, call, metric) => {
  requireSupport(body, metric)
  // An empty mean is the integer 0, a mean that is zero is 0.0: JSON.parse would make them equal.
  const text = body.replace(/"value": ?0([,}])/g, '"value":null$1')
  return placeRows(readRows(text, false), call, ({ value, count }) => {
    if (count === undefined)
      throw new GapError('BAD_RESPONSE', 'means without an event count, as before Chatwoot 2.4, cannot be merged')
    return { value, count }
  })
}

const list = z.custom<readonly unknown[]>(Array.isArray)

/** The rows of a body. Own checks: a schema library takes several times as long for a year of hours. */
function readRows(body: string, areCounts: boolean): ChatwootRow[] {
  return parseJson(body, list).map((row, index) => {
    if (!isRecord(row)) throw wrongForm(index)
    const timestamp = Number.isSafeInteger(row.timestamp) ? (row.timestamp as number) : undefined
    if (timestamp === undefined) throw wrongForm(index, 'timestamp')
    const value = row.value === null && !areCounts ? null : toAmount(row.value)
    if (value === undefined || (areCounts && !Number.isInteger(value))) throw wrongForm(index, 'value')
    if (areCounts || row.count === undefined) return { value, timestamp }
    const count = toAmount(row.count)
    if (count === undefined || !Number.isInteger(count)) throw wrongForm(index, 'count')
    return { value, timestamp, count }
  })
}

/** A number, or a numeric string as before Chatwoot 2.17; undefined for anything else. */
function toAmount(value: unknown): number | undefined {
  const amount = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value
  return typeof amount === 'number' && amount >= 0 && amount <= Number.MAX_SAFE_INTEGER ? amount : undefined
}

/** For an unknown metric Chatwoot returns 200 with an empty body. */
function requireSupport(body: string, metric: string): void {
  if (/^\s*(\{\s*\}|\[\s*\])\s*$/.test(body))
    throw new GapError('METRIC_UNSUPPORTED', `this version of Chatwoot does not support ${metric}`, {
      isFailure: false,
    })
}

/** Rows at the spans that the call requested, cut to its range. */
function placeRows<T extends { readonly timestamp: number }>(
  rows: readonly T[],
  call: SeriesCall,
  toFigures: (row: T) => Row['figures'],
): Row[] {
  const first = Math.floor((call.start + call.shift) / call.length) * call.length - call.shift
  const expected = Math.ceil((call.end - first) / call.length)
  if (rows.length !== expected)
    throw new GapError('BAD_RESPONSE', `the response has ${rows.length} rows instead of ${expected}`)
  return rows.map((row, index) => {
    const start = first + index * call.length
    if (row.timestamp * 1000 !== start)
      throw new GapError(
        'BAD_RESPONSE',
        `row ${index + 1} has the timestamp ${row.timestamp} instead of ${start / 1000}`,
      )
    return { start: Math.max(start, call.start), end: Math.min(start + call.length, call.end), figures: toFigures(row) }
  })
}
