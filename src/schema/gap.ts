import type { SourceGap, SourceWarning } from '../report/contribution.ts'
import { printSeconds } from '../report/duration.ts'
import type { GapCode as GapCodeName, WarningCode as WarningCodeName } from '../report/error.ts'
import { builder } from './builder.ts'
import { defineEnum } from './define-enum.ts'
import { Source } from './source.ts'

export const GapCode = defineEnum<GapCodeName>(
  'GapCode',
  'Why a source is missing from the figures, or from a part of them.',
  {
    METRIC_UNSUPPORTED: 'The provider does not measure this metric.',
    FILTER_UNSUPPORTED: 'The provider cannot narrow this metric so; it never answers as if unfiltered.',
    GRANULARITY_UNSUPPORTED: 'The provider cannot cut this metric so finely.',
    OUT_OF_RETENTION: 'The provider has forgotten days of the range; the message names the first that it knows.',
    RANGE_TOO_LONG: 'More upstream calls than one answer may cost; the message says how many days or buckets would do.',
    UNAUTHENTICATED: 'The source refused the credentials it was configured with.',
    FORBIDDEN: "The source's account or plan does not allow this report.",
    NOT_FOUND: 'The source does not know the agent, team, inbox, tag, goal or greeting.',
    RATE_LIMITED: 'The source allows no more calls for now; `retryAfter` says how long.',
    TIMEOUT: 'The source did not answer in time.',
    UNAVAILABLE: 'The source is out of order or out of reach.',
    BAD_RESPONSE: 'The source answered something that is not this report.',
  },
)

export const WarningCode = defineEnum<WarningCodeName>(
  'WarningCode',
  'In which way figures are not exactly what was asked.',
  {
    TIME_ZONE_APPROXIMATED: "The provider cut hours and days in the account's own zone, not in the one asked.",
    STALE:
      'The source did not answer; figures, or lists of its agents, teams, inboxes or tags, that it gave earlier stand in.',
    ESTIMATED:
      "The provider's rounding or definition makes figures approximate, or leaves some out; the message says which.",
  },
)

export const ReportGap = builder.objectRef<SourceGap>('ReportGap').implement({
  description: 'What of one source is missing from an answer, and why.',
  fields: (t) => ({
    source: t.expose('source', { type: Source, description: 'The source whose figures are missing.' }),
    code: t.expose('code', { type: GapCode, description: 'Why the figures are missing.' }),
    message: t.exposeString('message', { description: 'Why the figures are missing, in a sentence for people.' }),
    retryAfter: t.field({
      type: 'Duration',
      nullable: true,
      description: 'How long to wait, for asking sooner is bound to fail again; null when nobody can tell.',
      resolve: ({ retryAfter }) => (retryAfter === undefined ? null : printSeconds(retryAfter)),
    }),
  }),
})

export const ReportWarning = builder.objectRef<SourceWarning>('ReportWarning').implement({
  description: 'In which way figures of one source are not exactly what was asked.',
  fields: (t) => ({
    source: t.expose('source', { type: Source, description: 'The source whose figures are meant.' }),
    code: t.expose('code', { type: WarningCode, description: 'In which way the figures differ from what was asked.' }),
    message: t.exposeString('message', { description: 'In which way the figures differ, in a sentence for people.' }),
  }),
})
