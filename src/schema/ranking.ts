import type { RankingSubject as RankingSubjectName } from '../report/port.ts'
import { type RankingEntry as RankedAgent, type Ranking as RankedAgents, runRanking } from '../report/ranking.ts'
import { Agent } from './agent.ts'
import { builder } from './builder.ts'
import { defineEnum } from './define-enum.ts'
import { nullWithError } from './errors.ts'
import { requireFirst, takeFirst } from './first.ts'
import { ReportGap, ReportWarning } from './gap.ts'
import { ReportScope, resolveScope } from './scope.ts'
import { TimeRange } from './time-range.ts'

const RankingSubject = defineEnum<RankingSubjectName>('RankingSubject', 'What customers rated.', {
  CONVERSATIONS: 'Chats, and conversations by their CSAT surveys.',
  TICKETS: 'Tickets; only LiveChat has them.',
})

const RankingEntry = builder.objectRef<RankedAgent>('RankingEntry').implement({
  description: 'One agent among those whom customers rated.',
  fields: (t) => ({
    position: t.exposeInt('position', {
      description: 'The place in the ranking, a number from 1, which is best; equal scores share a place.',
    }),
    agent: t.field({
      type: Agent,
      description: 'The person whom customers rated.',
      resolve: ({ email }) => ({ email }),
    }),
    good: t.exposeInt('good', { description: 'Number of good ratings.' }),
    bad: t.exposeInt('bad', { description: 'Number of bad ratings.' }),
    total: t.int({ description: 'Number of all ratings: good + bad.', resolve: ({ good, bad }) => good + bad }),
    satisfaction: t.float({
      description: 'The share of good ratings among all, 0 to 1.',
      resolve: ({ good, bad }) => good / (good + bad),
    }),
    score: t.exposeFloat('score', {
      description:
        "LiveChat's confidence score, a cautious share of good ratings between 0 and 1, computed alike for every source. Scores of different ranges cannot be averaged.",
    }),
  }),
})

interface Page extends RankedAgents {
  readonly hasMore: boolean
}

const Ranking = builder.objectRef<Page>('Ranking').implement({
  description: 'Agents ordered by how well customers rated them; agents without ratings are absent.',
  fields: (t) => ({
    subject: t.expose('subject', { type: RankingSubject, description: 'What customers rated.' }),
    range: t.field({
      type: TimeRange,
      description: 'The time in which customers rated.',
      resolve: ({ scope }) => scope,
    }),
    entries: t.field({
      type: [RankingEntry],
      description: 'The agents, best first.',
      resolve: ({ entries }) => [...entries],
    }),
    hasMore: t.exposeBoolean('hasMore', { description: 'True when `first` left entries out.' }),
    isPartial: t.exposeBoolean('isPartial', {
      description: 'True when a source that could have answered is missing from the entries.',
    }),
    gaps: t.field({
      type: [ReportGap],
      description: 'What is missing from the entries, and why.',
      resolve: ({ gaps }) => [...gaps],
    }),
    warnings: t.field({
      type: [ReportWarning],
      description: 'What is in the entries, but not exactly as asked.',
      resolve: ({ warnings }) => [...warnings],
    }),
  }),
})

builder.queryField('ranking', (t) =>
  t.field({
    type: Ranking,
    nullable: true,
    description: `Agents ordered by how well customers rated them. ${nullWithError}`,
    args: {
      subject: t.arg({
        type: RankingSubject,
        required: true,
        defaultValue: 'CONVERSATIONS',
        description: 'What customers rated.',
      }),
      scope: t.arg({
        type: ReportScope,
        required: true,
        description: 'When, and which part of the work; its granularity does not matter.',
      }),
      first: t.arg.int({
        required: true,
        defaultValue: 10,
        description: 'The greatest number of entries to return, 1 to 500.',
      }),
    },
    resolve: async (_, { subject, scope, first }, context) => {
      requireFirst(first)
      const ranking = await runRanking(subject, resolveScope(scope, context), context.caller.sources, context.upstream)
      const { taken, hasMore } = takeFirst(ranking.entries, first)
      return { ...ranking, entries: taken, hasMore }
    },
  }),
)
