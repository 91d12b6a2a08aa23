import type { Instant, Span } from '../../src/report/time/date.ts'

/** Epoch milliseconds of a text such as `2026-03-29T01:00Z`. */
export const at = (text: string): Instant => Date.parse(text)

export const writeInstant = (instant: Instant): string => new Date(instant).toISOString().replace(/(:00)?\.000Z$/, 'Z')

/** `2026-03-28T23:00Z 2026-03-29T22:00Z`: the two ends, the second left out. */
export const writeSpan = ({ start, end }: Span): string => `${writeInstant(start)} ${writeInstant(end)}`

export const toSpan = (start: string, end: string): Span => ({ start: at(start), end: at(end) })
