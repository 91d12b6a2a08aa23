import type { ZodType } from 'zod'
import { GapError } from '../report/error.ts'

/** Reads JSON strictly and keeps the fields of `schema`; whatever else the upstream sends is left alone. */
export function parseBody<T>(text: string, schema: ZodType<T>): T {
  const parsed = schema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new GapError(
    'BAD_RESPONSE',
    `the response does not have the documented form (at ${issue?.path.join('.') || 'its root'})`,
  )
}

/** No answer has as many values: to make objects of them would take seconds, and a gigabyte. */
const mostCommas = 500_000

function parseJson(text: string): unknown {
  if (hasMany(text)) throw new GapError('BAD_RESPONSE', 'the response has more values than any report')
  try {
    return JSON.parse(text)
  } catch {
    throw new GapError(
      'BAD_RESPONSE',
      text.trimStart().startsWith('<') ? 'the response is HTML, not JSON' : 'the response is not valid JSON',
    )
  }
}

function hasMany(text: string): boolean {
  let commas = 0
  for (let at = text.indexOf(','); at !== -1 && commas <= mostCommas; at = text.indexOf(',', at + 1)) commas += 1
  return commas > mostCommas
}
