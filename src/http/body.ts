import type { ZodType } from 'zod'
import { GapError } from '../report/error.ts'

/** Reads JSON strictly and keeps the fields of `schema`; whatever else the upstream sends is left alone. */
export function parseBody<T>(text: string, schema: ZodType<T>): T {
  const parsed = schema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new GapError(
    'BAD_RESPONSE',
    `the answer has another form than documented (at ${issue?.path.join('.') || 'its root'})`,
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new GapError(
      'BAD_RESPONSE',
      text.trimStart().startsWith('<') ? 'the answer is HTML' : 'the answer is not JSON',
    )
  }
}
