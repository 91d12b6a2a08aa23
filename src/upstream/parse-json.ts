import type { ZodType } from 'zod'
import { measureJson } from '../json/measure-json.ts'
import { GapError } from '../report/port/error.ts'

/** Reads JSON strictly and keeps the fields of `schema`; whatever else the upstream sends is left alone. */
export function parseJson<T>(text: string, schema: ZodType<T>): T {
  const parsed = schema.safeParse(parseBounded(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new GapError(
    'BAD_RESPONSE',
    `the response does not have the documented form (at ${issue?.path.join('.') || 'its root'})`,
  )
}

/** No report has as many values, or is as deep: to make objects of them would take seconds, and a gigabyte. */
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
