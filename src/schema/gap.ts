import type { SourceGap, SourceWarning } from '../report/contribution.ts'
import { printSeconds } from '../report/duration.ts'
import { builder } from './builder.ts'
import { GapCode, WarningCode } from './enums.ts'
import { Source } from './source.ts'

export const ReportGap = builder.objectRef<SourceGap>('ReportGap').implement({
  description: 'What is missing from an answer, and why.',
  fields: (t) => ({
    source: t.expose('source', { type: Source, description: 'The source whose figures are missing.' }),
    code: t.expose('code', { type: GapCode, description: 'Why they are missing.' }),
    message: t.exposeString('message', { description: 'The same for people.' }),
    retryAfter: t.field({
      type: 'Duration',
      nullable: true,
      description: 'Asking sooner is bound to fail again; null when nobody can tell.',
      resolve: ({ retryAfter }) => (retryAfter === undefined ? null : printSeconds(retryAfter)),
    }),
  }),
})

export const ReportWarning = builder.objectRef<SourceWarning>('ReportWarning').implement({
  description: 'What is in the figures, but not exactly as asked.',
  fields: (t) => ({
    source: t.expose('source', { type: Source, description: 'The source whose figures are meant.' }),
    code: t.expose('code', { type: WarningCode, description: 'In which way they differ.' }),
    message: t.exposeString('message', { description: 'The same for people.' }),
  }),
})
