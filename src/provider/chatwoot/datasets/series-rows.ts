import { z } from 'zod'
import { GapError } from '../../../report/port/error.ts'
import type { Row } from '../../../report/port/series.ts'
import type { Span } from '../../../report/time/date.ts'
import { parseJson } from '../../../upstream/parse-json.ts'
import { listOf } from '../../list-of.ts'

/** One call: rows of `length` milliseconds that start `shift` milliseconds after those of UTC. */
export interface SeriesCall extends Span {
  readonly length: number
  readonly shift: number
  /** `timezone_offset`, in hours; absent for UTC. */
  readonly offset?: string
}

/** Rows of a response body. Throws GapError unless every row of the call is there, in order and at its timestamp. */
export type ParseSeries = (body: string, call: SeriesCall, metric: string) => Row[]

/** Numbers, or numeric strings before Chatwoot 2.17. */
const amount = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .pipe(z.number().min(0).max(Number.MAX_SAFE_INTEGER))
const count = amount.pipe(z.number().int())
const timestamp = z.number().int()
const meanRows = listOf(z.object({ value: amount.nullable(), timestamp, count: count.optional() }))
const countRows = listOf(z.object({ value: count, timestamp }))

export const parseCounts: ParseSeries = (body, call, metric) => {
  requireSupport(body, metric)
  return placeRows(parseJson(body, countRows), call, ({ value }) => ({ value }))
}

export const parseMeans: ParseSeries = (body, call, metric) => {
  requireSupport(body, metric)
  // An empty mean is the integer 0, a mean that is zero is 0.0: JSON.parse would make them equal.
  const text = body.replace(/"value": ?0([,}])/g, '"value":null$1')
  return placeRows(parseJson(text, meanRows), call, ({ value, count }) => {
    if (count === undefined)
      throw new GapError('BAD_RESPONSE', 'means without an event count, as before Chatwoot 2.4, cannot be merged')
    return { value, count }
  })
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
