import type { RankingSubject } from '../../report/port/source.ts'
import { type Ranking, type RankingEntry, runRanking } from '../../report/questions/ranking.ts'
import { assertPageSize, takeFirst } from '../arguments/number-arguments.ts'
import { ReportScopeRef, resolveScope, TimeRangeRef } from '../arguments/scope.ts'
import { builder } from '../build/builder.ts'
import { toDigestId } from '../build/digest.ts'
import { defineEnum } from '../build/enums.ts'
import { nullWithError } from '../build/errors.ts'
import { AgentRef } from '../entities/agent.ts'
import { ReportGapRef, ReportWarningRef } from './notices.ts'

const RankingSubjectRef = defineEnum<RankingSubject>('RankingSubject', 'What customers rated.', {
  CONVERSATIONS: 'LiveChat chats, and Chatwoot conversations by their CSAT surveys.',
  TICKETS: 'Tickets; LiveChat only.',
})

const RankingEntryRef = builder.objectRef<RankingEntry>('RankingEntry').implement({
  description: 'One agent in a ranking, with the ratings.',
  fields: (t) => ({
    position: t.exposeInt('position', {
      description: 'Rank number, starting at 1 for the best score; agents with equal scores share a rank.',
    }),
    agent: t.field({
      type: AgentRef,
      description: 'The agent whom customers rated.',
      resolve: ({ email }) => ({ email }),
    }),
    good: t.exposeInt('good', { description: 'Number of good ratings.' }),
    bad: t.exposeInt('bad', { description: 'Number of bad ratings.' }),
    total: t.int({ description: 'Number of ratings, good and bad.', resolve: ({ good, bad }) => good + bad }),
    satisfaction: t.float({
      description: 'Share of good ratings in all ratings, 0 to 1.',
      resolve: ({ good, bad }) => good / (good + bad),
    }),
    score: t.exposeFloat('score', {
      description:
        "LiveChat's confidence score for every source: a share of good ratings, 0 to 1, that is lower when there are few ratings. Scores of different ranges must not be averaged.",
    }),
  }),
})

interface Page extends Ranking {
  readonly first: number
  readonly hasMore: boolean
}

const RankingRef = builder.objectRef<Page>('Ranking').implement({
  description: 'Agents ordered by their customer ratings; agents without ratings are not listed.',
  fields: (t) => ({
    id: t.id({
      description: 'The id, `ranking:<digest>`: equal for equal questions about the same sources.',
      resolve: ({ subject, scope, first }, _, context) =>
        toDigestId('ranking', scope, context, undefined, subject, first),
    }),
    subject: t.expose('subject', { type: RankingSubjectRef, description: 'What customers rated.' }),
    range: t.field({
      type: TimeRangeRef,
      description: 'The range in which customers gave the ratings.',
      resolve: ({ scope }) => scope,
    }),
    entries: t.field({
      type: [RankingEntryRef],
      description: 'The agents, best score first.',
      resolve: ({ entries }) => [...entries],
    }),
    hasMore: t.exposeBoolean('hasMore', { description: 'True when there are more entries than `first`.' }),
    isPartial: t.exposeBoolean('isPartial', {
      description: 'True when a source is missing from the entries although it could have contributed.',
    }),
    gaps: t.field({
      type: [ReportGapRef],
      description: 'What is missing from the entries, with the reason.',
      resolve: ({ gaps }) => [...gaps],
    }),
    warnings: t.field({
      type: [ReportWarningRef],
      description: 'Figures that are in the entries, but not exactly as requested.',
      resolve: ({ warnings }) => [...warnings],
    }),
  }),
})

builder.queryField('ranking', (t) =>
  t.field({
    type: RankingRef,
    nullable: true,
    description: `Agents ordered by their customer ratings. ${nullWithError}`,
    args: {
      subject: t.arg({
        type: RankingSubjectRef,
        required: true,
        defaultValue: 'CONVERSATIONS',
        description: 'What customers rated.',
      }),
      scope: t.arg({
        type: ReportScopeRef,
        required: true,
        description: 'The range, time zone and filter; the granularity is ignored.',
      }),
      first: t.arg.int({
        required: true,
        defaultValue: 10,
        description: 'Maximum number of entries to return, 1 to 500.',
      }),
    },
    resolve: async (_, { subject, scope, first }, context) => {
      const { caller, loaders, planner } = context
      assertPageSize(first)
      const ranking = await runRanking(subject, resolveScope(scope, context), caller.sources, loaders, planner)
      const { taken, hasMore } = takeFirst(ranking.entries, first)
      return { ...ranking, first, entries: taken, hasMore }
    },
  }),
)
