import { z } from 'zod'

/** A whole number, also as text: a variable always is. */
export const wholeNumber = (low: number, high: number) =>
  z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(low, `must be ${low} or more`)
    .max(high, `must be ${high} or less`)
