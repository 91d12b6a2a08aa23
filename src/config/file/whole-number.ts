import { z } from 'zod'
import { describeNumber } from './messages.ts'

/** A whole number, or text of decimal digits: variables are always text. Nothing else is converted. */
export function wholeNumber(low: number, high = Number.MAX_SAFE_INTEGER) {
  const range = high === Number.MAX_SAFE_INTEGER ? `${low} or more` : `from ${low} to ${high}`
  const error = ({ input }: { readonly input?: unknown }) =>
    `must be a whole number, ${range}; received ${describeNumber(input)}`
  return z.preprocess(
    (input) => (typeof input === 'string' && /^\d{1,16}$/.test(input) ? Number(input) : input),
    z.int({ error, abort: true }).min(low, { error }).max(high, { error }),
  )
}
