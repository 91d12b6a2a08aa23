import { toSampleSize, toValue } from '../../report/figures/aggregate.ts'
import { metrics } from '../../report/figures/metric.ts'
import {
  type Breakdown,
  type Dimension,
  orderSlices,
  type Slice,
  type SliceOrder,
} from '../../report/questions/breakdown.ts'
import type { Notices } from '../../report/questions/read/source-result.ts'
import { toRest } from '../../report/questions/rest.ts'
import { takeFirst } from '../arguments/number-arguments.ts'
import { builder } from '../build/builder.ts'
import { defineEnum } from '../build/enums.ts'
import { nullWithError } from '../build/errors.ts'
import { listSelectedFields, toPaths } from '../build/selection.ts'
import { AgentRef } from '../entities/agent.ts'
import { InboxRef, TeamRef } from '../entities/named-entity.ts'
import { SourceRef } from '../entities/source.ts'
import { toBreakdownNeeds } from './breakdown-arguments.ts'
import { BreakdownRestRef, type RestOf } from './breakdown-rest.ts'
import { ReportGapRef, ReportWarningRef } from './notices.ts'
import { BucketRef, ReportRef, toBucketFigures } from './report.ts'

const DimensionRef = defineEnum<Dimension>('Dimension', 'What a report can be split by.', {
  AGENT: 'One slice per agent e-mail address.',
  TEAM: 'One slice per Chatwoot team or LiveChat group.',
  INBOX: 'One slice per inbox; Chatwoot only.',
  TAG: 'One slice per tag or label. Tags overlap, so the slices do not add up to the total.',
  SOURCE: 'One slice per source.',
})

const SliceOrderRef = defineEnum<SliceOrder>(
  'SliceOrder',
  'The order of slices; slices without a total always come last.',
  {
    HIGHEST: 'Highest total first.',
    LOWEST: 'Lowest total first.',
    LABEL: 'By label, in Unicode order.',
  },
)

type SliceOf = Slice & Pick<Breakdown, 'metric' | 'scope' | 'by'>

const aggregationOf = ({ metric }: Pick<Breakdown, 'metric'>) => metrics[metric].aggregation

const toPlace = ({ member, sources: [source] }: SliceOf) => (member && source ? { source, ...member } : null)

const ReportSliceRef = builder.objectRef<SliceOf>('ReportSlice').implement({
  description: 'One part of a breakdown: the figures of one agent, team, inbox, tag or source.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'The name of the agent, team, inbox, tag or source.' }),
    agent: t.field({
      type: AgentRef,
      nullable: true,
      description: 'The agent when the report is split by AGENT; otherwise null.',
      resolve: ({ by, member }) => (by === 'AGENT' && member ? { email: member.key } : null),
    }),
    team: t.field({
      type: TeamRef,
      nullable: true,
      description: 'The team or group when the report is split by TEAM; otherwise null.',
      resolve: (slice) => (slice.by === 'TEAM' ? toPlace(slice) : null),
    }),
    inbox: t.field({
      type: InboxRef,
      nullable: true,
      description: 'The inbox when the report is split by INBOX; otherwise null.',
      resolve: (slice) => (slice.by === 'INBOX' ? toPlace(slice) : null),
    }),
    tag: t.string({
      nullable: true,
      description: 'The tag or label when the report is split by TAG; otherwise null.',
      resolve: ({ by, member }) => (by === 'TAG' && member ? member.name : null),
    }),
    source: t.field({
      type: SourceRef,
      nullable: true,
      description: 'The source of the figures; null when the slice merges several sources.',
      resolve: ({ sources }) => (sources.length === 1 ? (sources[0] ?? null) : null),
    }),
    total: t.float({
      nullable: true,
      description: "The value for the whole range, in the report's `unit`; null when nothing was measured.",
      resolve: (slice) => toValue(aggregationOf(slice), slice.total),
    }),
    sampleSize: t.int({
      nullable: true,
      description:
        'Number of events that a MEAN or RATIO is based on; null for other aggregations and when nothing was measured.',
      resolve: (slice) => toSampleSize(aggregationOf(slice), slice.total),
    }),
    buckets: t.field({
      type: [BucketRef],
      nullable: true,
      description:
        'Every bucket of the range for this slice, oldest first. Costs one more upstream call per slice unless the provider returns all slices in one call. Null when a source reports totals only.',
      resolve: (slice) => slice.aggregates && toBucketFigures(slice.scope, aggregationOf(slice), slice.aggregates),
    }),
  }),
})

interface Page extends Notices {
  readonly readRest: () => Promise<RestOf | null>
  readonly slices: SliceOf[]
  readonly hasMore: boolean
  readonly isPartial: boolean
}

const BreakdownRef = builder.objectRef<Page>('Breakdown').implement({
  description: 'A report split by agent, team, inbox, tag or source, e.g. a leaderboard.',
  fields: (t) => ({
    slices: t.field({
      type: [ReportSliceRef],
      description: 'The slices in the requested order.',
      resolve: ({ slices }) => slices,
    }),
    hasMore: t.exposeBoolean('hasMore', { description: 'True when there are more slices than `first`.' }),
    rest: t.field({
      type: BreakdownRestRef,
      nullable: true,
      description:
        'The total minus the slices, over the sources that are in the breakdown. Null when slices may overlap (always for TAG), for minimums and maximums, when a member failed, and when the slices add up to more than the total.',
      resolve: ({ readRest }) => readRest(),
    }),
    isPartial: t.exposeBoolean('isPartial', {
      description: 'True when a source is missing from the slices although it could have contributed.',
    }),
    gaps: t.field({
      type: [ReportGapRef],
      description: 'What is missing from the slices, with the reason.',
      resolve: ({ gaps }) => [...gaps],
    }),
    warnings: t.field({
      type: [ReportWarningRef],
      description: 'Figures that are in the slices, but not exactly as requested.',
      resolve: ({ warnings }) => [...warnings],
    }),
  }),
})

builder.objectField(ReportRef, 'breakdown', (t) =>
  t.field({
    type: BreakdownRef,
    nullable: true,
    description: `The report split by agent, team, inbox, tag or source, e.g. a leaderboard. Tags overlap, so their slices do not add up to the total. ${nullWithError}`,
    args: {
      by: t.arg({ type: DimensionRef, required: true, description: 'The dimension to split by.' }),
      first: t.arg.int({
        required: true,
        defaultValue: 10,
        description: 'Maximum number of slices to return, 1 to 500.',
      }),
      order: t.arg({
        type: SliceOrderRef,
        required: true,
        defaultValue: 'HIGHEST',
        description: 'The order of the slices.',
      }),
    },
    resolve: async ({ metric: name, breakDown, readFigures }, { by, first, order }, _, info) => {
      const needs = toBreakdownNeeds(name, toPaths(listSelectedFields(info)))
      const breakdown = await breakDown({ by, first }, needs)
      const { slices, metric, scope, ...notices } = breakdown
      const { taken, hasMore } = takeFirst(orderSlices(slices, aggregationOf({ metric }), order), first)
      const readRest = async () => {
        const rest = toRest(breakdown, taken, await readFigures(needs))
        return rest && { ...rest, metric, scope }
      }
      return { ...notices, slices: taken.map((slice) => ({ ...slice, metric, scope, by })), hasMore, readRest }
    },
  }),
)
