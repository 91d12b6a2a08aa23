import type { GapCode, WarningCode } from '../../report/port/error.ts'
import type { SourceGap, SourceWarning } from '../../report/questions/read/source-result.ts'
import { printSeconds } from '../../report/time/duration.ts'
import { builder } from '../build/builder.ts'
import { defineEnum } from '../build/enums.ts'
import { SourceRef } from '../entities/source.ts'

export const GapCodeRef = defineEnum<GapCode>('GapCode', 'Why figures of a source are missing, entirely or in part.', {
  METRIC_UNSUPPORTED: 'The provider does not measure this metric.',
  FILTER_UNSUPPORTED:
    'The provider cannot apply this filter to this metric; unfiltered figures are never returned instead.',
  GRANULARITY_UNSUPPORTED: 'The provider cannot report this metric at the requested granularity.',
  OUT_OF_RETENTION: 'The provider no longer has some days of the range; the message names the first available day.',
  RANGE_TOO_LONG: 'The range needs more upstream calls than allowed; the message names the limit.',
  UNAUTHENTICATED: 'The source rejected its configured credentials.',
  FORBIDDEN: "The source's account or plan does not include this report.",
  NOT_FOUND: 'The source has no such agent, team, inbox, tag, goal or greeting.',
  RATE_LIMITED: 'The rate limit of the source is reached; see `retryAfter`.',
  TIMEOUT: 'The source did not respond in time.',
  UNAVAILABLE: 'The source failed or cannot be reached.',
  BAD_RESPONSE: 'The source sent a response that is not a valid report.',
})

export const WarningCodeRef = defineEnum<WarningCode>('WarningCode', 'How figures differ from what was requested.', {
  TIME_ZONE_APPROXIMATED: "Hours and days are those of the account's time zone, not of the requested one.",
  STALE:
    'The source did not respond; figures or lists (agents, teams, inboxes, tags) from an earlier response are used.',
  ESTIMATED:
    'Figures are approximate, or some are missing, because of how the provider rounds or counts; see the message.',
})

export const ReportGapRef = builder.objectRef<SourceGap>('ReportGap').implement({
  description: 'Figures of one source that are missing, with the reason.',
  fields: (t) => ({
    source: t.expose('source', { type: SourceRef, description: 'The source whose figures are missing.' }),
    code: t.expose('code', { type: GapCodeRef, description: 'Why the figures are missing.' }),
    message: t.exposeString('message', {
      description: 'A human-readable explanation of why the figures are missing; the text may change.',
    }),
    retryAfter: t.field({
      type: 'Duration',
      nullable: true,
      description: 'How long to wait before a retry can succeed; null when unknown.',
      resolve: ({ retryAfter }) => (retryAfter === undefined ? null : printSeconds(retryAfter)),
    }),
  }),
})

export const ReportWarningRef = builder.objectRef<SourceWarning>('ReportWarning').implement({
  description: 'How figures of one source differ from what was requested.',
  fields: (t) => ({
    source: t.expose('source', { type: SourceRef, description: 'The source whose figures differ.' }),
    code: t.expose('code', { type: WarningCodeRef, description: 'How the figures differ from what was requested.' }),
    message: t.exposeString('message', {
      description: 'A human-readable explanation of how the figures differ; the text may change.',
    }),
  }),
})
