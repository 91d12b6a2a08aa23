import type { ArgBuilder } from '@pothos/core'
import type { GatewayContext, OpenContext } from '../../gateway/context.ts'
import type { ScopeInput } from '../../report/port/scope.ts'
import { readPollInterval } from '../arguments/number-arguments.ts'
import { reportArguments, resolveScope, scopeArgument } from '../arguments/scope.ts'
import { builder, type SchemaTypes } from '../build/builder.ts'
import { nullWithError } from '../build/errors.ts'
import { QueueStatsRef, resolveQueue } from './queue.ts'
import { ReportRef } from './report.ts'
import { resolveReport } from './report-request.ts'

interface Watched {
  readonly scope: ScopeInput
  readonly every: string
  readonly metric?: string
}

/** Checks all arguments before a poll is started. */
const watch =
  (field: string) =>
  (_: unknown, { every, ...question }: Watched, context: GatewayContext): AsyncIterable<OpenContext> => {
    resolveScope(question.scope, context)
    const { filter, ...scope } = question.scope
    const interval = readPollInterval(every)
    context.reserveEvents?.(interval)
    // An empty filter is equal to none, so that both share a poll.
    return context.watch([field, { ...question, scope }, filter ?? {}], interval)
  }

const everyArgument = (arg: ArgBuilder<SchemaTypes>, defaultValue: string) =>
  arg({
    type: 'Duration',
    required: true,
    defaultValue,
    description:
      'How often the sources are polled, from PT5S to PT1H. A client that joins a shared poll first gets its latest result.',
  })

builder.subscriptionType({
  description:
    'Live results over Server-Sent Events: one at once, then one whenever anything other than `asOf` changes. A source that fails is reported as a gap or an error in the next result; the subscription stays open.',
  fields: (t) => ({
    report: t.field({
      type: ReportRef,
      nullable: true,
      description: `The report, sent again whenever it changes. Subscriptions with the same arguments share one upstream poll. ${nullWithError}`,
      args: {
        ...reportArguments(t.arg),
        every: everyArgument(t.arg, 'PT30S'),
      },
      subscribe: watch('report'),
      resolve: resolveReport,
    }),
    queueStats: t.field({
      type: QueueStatsRef,
      nullable: true,
      description: `The queue statistics, sent again whenever they change. Subscriptions with the same arguments share one upstream poll. ${nullWithError}`,
      args: {
        ...scopeArgument(t.arg),
        every: everyArgument(t.arg, 'PT15S'),
      },
      subscribe: watch('queueStats'),
      resolve: resolveQueue,
    }),
  }),
})
