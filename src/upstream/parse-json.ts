import type { ZodType } from 'zod'
import { measureJson } from '../json/measure-json.ts'
import { GapError } from '../report/port/error.ts'

/** Parses JSON strictly and returns the fields of `schema`; other fields are ignored. */
export function parseJson<T>(text: string, schema: ZodType<T>): T {
  const parsed = schema.safeParse(parseBounded(text))
  if (parsed.success) return parsed.data
  throw wrongForm(...(parsed.error.issues[0]?.path ?? []))
}

/** The error for a value at a path of a response. */
export const wrongForm = (...path: readonly PropertyKey[]): GapError =>
  new GapError('BAD_RESPONSE', `the response does not have the documented form (at ${path.join('.') || 'its root'})`)

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** More than any report has. Parsing more values would take seconds and up to a gigabyte of memory. */
const maxValues = 1_000_000
const maxDepth = 64

function parseBounded(text: string): unknown {
  const { values, depth } = measureJson(text)
  if (values > maxValues) throw new GapError('BAD_RESPONSE', 'the response has more values than any report')
  if (depth > maxDepth) throw new GapError('BAD_RESPONSE', 'the response is nested deeper than any report')
  try {
    return JSON.parse(text)
  } catch {
    throw new GapError(
      'BAD_RESPONSE',
      text.trimStart().startsWith('<') ? 'the response is HTML, not JSON' : 'the response is not valid JSON',
    )
  }
}
