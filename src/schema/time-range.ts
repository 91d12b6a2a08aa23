import type { Scope } from '../report/scope.ts'
import { printInstant } from '../report/zone.ts'
import { builder } from './builder.ts'

export const TimeRange = builder.objectRef<Scope>('TimeRange').implement({
  description: 'A time that was measured.',
  fields: (t) => ({
    start: t.field({
      type: 'DateTime',
      description: 'The first instant, included.',
      resolve: ({ range, timeZone }) => printInstant(timeZone, range.start),
    }),
    end: t.field({
      type: 'DateTime',
      description: 'The end, not included.',
      resolve: ({ range, timeZone }) => printInstant(timeZone, range.end),
    }),
    timeZone: t.expose('timeZone', { type: 'TimeZone', description: 'The zone in which days were cut.' }),
  }),
})
