import type { Scope } from '../../report/port/scope.ts'
import { printInstant } from '../../report/time/zone.ts'
import { builder } from '../build/builder.ts'

export const TimeRangeRef = builder.objectRef<Scope>('TimeRange').implement({
  description: 'A range between two instants.',
  fields: (t) => ({
    start: t.field({
      type: 'DateTime',
      description: 'Start of the range, inclusive.',
      resolve: ({ range, timeZone }) => printInstant(timeZone, range.start),
    }),
    end: t.field({
      type: 'DateTime',
      description: 'End of the range, exclusive.',
      resolve: ({ range, timeZone }) => printInstant(timeZone, range.end),
    }),
    timeZone: t.expose('timeZone', { type: 'TimeZone', description: 'The time zone of days and hours.' }),
  }),
})
