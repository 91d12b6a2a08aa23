import { type Scope, type ScopeInput, toScope } from '../../src/report/port/scope.ts'
import { isoCalendar } from '../../src/report/time/bucket.ts'
import { at } from './instants.ts'

export const now = at('2026-03-29T10:20Z')

/** A scope over three UTC days, the last of them in progress, unless `input` overrides it. */
export const askFor = (input: Partial<ScopeInput> = {}, askedAt = now): Scope =>
  toScope(
    { range: { days: { first: '2026-03-27', last: '2026-03-29' } }, granularity: 'DAY', ...input },
    { now: askedAt, timeZone: 'UTC', sources: ['support', 'sales'], calendar: isoCalendar },
  )
