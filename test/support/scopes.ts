import { type Scope, type ScopeInput, toScope } from '../../src/report/port/scope.ts'
import { at } from './instants.ts'

export const now = at('2026-03-29T10:20Z')

/** A scope over three days of UTC, the last of them under way, unless `input` says otherwise. */
export const askFor = (input: Partial<ScopeInput> = {}, askedAt = now): Scope =>
  toScope(
    { range: { days: { first: '2026-03-27', last: '2026-03-29' } }, granularity: 'DAY', ...input },
    { now: askedAt, timeZone: 'UTC', sources: ['support', 'sales'] },
  )
