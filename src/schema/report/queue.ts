import type { GraphQLResolveInfo } from 'graphql'
import { requirePermission } from '../../auth/permission.ts'
import { once } from '../../concurrency/memoize.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import { toValue } from '../../report/figures/aggregate.ts'
import type { Scope, ScopeInput } from '../../report/port/scope.ts'
import {
  type Outcome,
  type Outcomes,
  type QueueStats,
  queueAggregations,
  runQueue,
} from '../../report/questions/queue.ts'
import type { Span } from '../../report/time/date.ts'
import { printInstant } from '../../report/time/zone.ts'
import { resolveScope, scopeArgument, TimeRangeRef } from '../arguments/scope.ts'
import { builder } from '../build/builder.ts'
import { toDigestId } from '../build/digest.ts'
import { GranularityRef } from '../build/enums.ts'
import { nullWithError } from '../build/errors.ts'
import { listSelectedFields } from '../build/selection.ts'
import { inPieces } from '../build/wrap-resolvers.ts'
import { ReportGapRef, ReportWarningRef } from './notices.ts'

const figureOf = (outcome: Outcome, figure: keyof Outcome) => toValue(queueAggregations[figure], outcome[figure])

const WaitingTimeRef = builder.objectRef<Outcome>('WaitingTime').implement({
  description: 'The time that visitors waited in the queue, in seconds.',
  fields: (t) => ({
    min: t.float({
      nullable: true,
      description: 'The shortest wait in seconds; null when not measured.',
      resolve: (outcome) => figureOf(outcome, 'min'),
    }),
    average: t.float({
      nullable: true,
      description: 'The mean wait in seconds; null when not measured.',
      resolve: (outcome) => figureOf(outcome, 'average'),
    }),
    max: t.float({
      nullable: true,
      description: 'The longest wait in seconds; null when not measured.',
      resolve: (outcome) => figureOf(outcome, 'max'),
    }),
  }),
})

const QueueOutcomeRef = builder.objectRef<Outcome>('QueueOutcome').implement({
  description: 'A group of queued visitors: their number and how long they waited.',
  fields: (t) => ({
    count: t.int({
      nullable: true,
      description: 'Number of visitors; null when nothing was measured.',
      resolve: (outcome) => figureOf(outcome, 'count'),
    }),
    wait: t.field({
      type: WaitingTimeRef,
      nullable: true,
      description: 'How long these visitors waited; null when no wait was measured.',
      resolve: (outcome) => (figureOf(outcome, 'average') === null ? null : outcome),
    }),
  }),
})

interface QueueSpan extends Outcomes {
  readonly span: Span
  readonly scope: Scope
}

const queued = 'All visitors who waited in the queue, including those who left.'
const entered = 'Visitors who entered a chat from the queue.'
const abandoned = 'Visitors who left the queue before an agent was available.'

const QueueBucketRef = builder.objectRef<QueueSpan>('QueueBucket').implement({
  description: 'The queue in one calendar unit; the first and the last are truncated to the range.',
  fields: (t) => ({
    start: t.field({
      type: 'DateTime',
      description: 'Start of the bucket, inclusive.',
      resolve: ({ span, scope }) => printInstant(scope.timeZone, span.start),
    }),
    end: t.field({
      type: 'DateTime',
      description: 'End of the bucket, exclusive.',
      resolve: ({ span, scope }) => printInstant(scope.timeZone, span.end),
    }),
    queued: t.expose('queued', { type: QueueOutcomeRef, description: queued }),
    entered: t.expose('entered', { type: QueueOutcomeRef, description: entered }),
    abandoned: t.expose('abandoned', { type: QueueOutcomeRef, description: abandoned }),
  }),
})

/** The queue as requested; its history is read at most once, and only if it is selected. */
interface QueueRequest {
  readonly scope: Scope
  readonly read: () => Promise<QueueStats>
}

const history =
  <T>(pick: (queue: QueueStats) => T) =>
  async ({ read }: QueueRequest): Promise<T> =>
    pick(await read())

/** Whether a field does not need the history of the queue. */
export const isStaticOfQueue = (field: string): boolean =>
  ['id', 'range', 'granularity', 'live', '__typename'].includes(field)

export const QueueStatsRef = builder.objectRef<QueueRequest>('QueueStats').implement({
  description:
    'How many visitors waited for an agent, how long they waited, and how many left. LiveChat only, except for `live`.',
  fields: (t) => ({
    id: t.id({
      description: 'The id, `queue:<digest>`: equal for equal questions about the same sources.',
      resolve: ({ scope }, _, context) => toDigestId('queue', scope, context, scope.granularity),
    }),
    range: t.field({ type: TimeRangeRef, description: 'The requested range.', resolve: ({ scope }) => scope }),
    granularity: t.field({
      type: GranularityRef,
      description: 'The length of a bucket.',
      resolve: ({ scope }) => scope.granularity,
    }),
    queued: t.field({ type: QueueOutcomeRef, description: queued, resolve: history(({ total }) => total.queued) }),
    entered: t.field({ type: QueueOutcomeRef, description: entered, resolve: history(({ total }) => total.entered) }),
    abandoned: t.field({
      type: QueueOutcomeRef,
      description: abandoned,
      resolve: history(({ total }) => total.abandoned),
    }),
    abandonmentRate: t.float({
      nullable: true,
      description:
        'Share of queued visitors who left before an agent was available, 0 to 1; null when there were no queued visitors.',
      resolve: history(({ total }) => {
        const [part, whole] = [figureOf(total.abandoned, 'count'), figureOf(total.queued, 'count')]
        return part === null || !whole ? null : part / whole
      }),
    }),
    buckets: t.field({
      type: [QueueBucketRef],
      description: 'Every bucket of the range, oldest first.',
      resolve: history(({ scope, buckets }) =>
        inPieces(scope.buckets.map((span, index) => ({ span, scope, ...(buckets[index] as Outcomes) }))),
      ),
    }),
    isPartial: t.boolean({
      description: 'True when a source is missing from the figures although it could have contributed.',
      resolve: history(({ isPartial }) => isPartial),
    }),
    gaps: t.field({
      type: [ReportGapRef],
      description: 'What is missing from the figures, with the reason.',
      resolve: history(({ gaps }) => [...gaps]),
    }),
    warnings: t.field({
      type: [ReportWarningRef],
      description: 'Figures that are included, but not exactly as requested.',
      resolve: history(({ warnings }) => [...warnings]),
    }),
  }),
})

/** The queue over one scope, as a query or once more for a subscription. */
export async function resolveQueue(
  _: unknown,
  { scope: input }: { readonly scope: ScopeInput },
  context: GatewayContext,
  info: GraphQLResolveInfo,
): Promise<QueueRequest> {
  const scope = resolveScope(input, context)
  const read = once(async () => {
    requirePermission(context.caller, 'reports')
    return runQueue(scope, context.caller.sources, context.loaders, context.planner)
  })
  const figures = listSelectedFields(info).filter(({ name }) => !isStaticOfQueue(name))
  if (figures.length > 0) read().catch(() => undefined)
  if (figures.some(({ isDeferred }) => !isDeferred)) await read()
  return { scope, read }
}

builder.queryField('queueStats', (t) =>
  t.field({
    type: QueueStatsRef,
    nullable: true,
    description: `Queue statistics over a range, and open conversations at the moment. ${nullWithError}`,
    args: scopeArgument(t.arg),
    resolve: resolveQueue,
  }),
)
