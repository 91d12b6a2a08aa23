import type { ArgBuilder } from '@pothos/core'
import type { GatewayContext, OpenContext } from '../context.ts'
import type { ScopeInput } from '../report/scope.ts'
import { builder, type SchemaTypes } from './builder.ts'
import { nullWithError } from './errors.ts'
import { readEvery } from './every.ts'
import { QueueStats, resolveQueue } from './queue.ts'
import { Report, resolveReport } from './report.ts'
import { reportArguments, scopeArgument } from './report-arguments.ts'
import { resolveScope } from './scope.ts'

interface Watched {
  readonly scope: ScopeInput
  readonly every: string
  readonly metric?: string
}

/** Checks all arguments before anything is begun: a bad one is an error, and costs no poll. */
const watch =
  (field: string) =>
  (_: unknown, { every, ...asked }: Watched, context: GatewayContext): AsyncIterable<OpenContext> => {
    resolveScope(asked.scope, context)
    const { filter, ...scope } = asked.scope
    // A filter that narrows nothing is as good as none.
    return context.watch([field, { ...asked, scope }, filter ?? {}], readEvery(every))
  }

const everyArgument = (arg: ArgBuilder<SchemaTypes>, defaultValue: string) =>
  arg({
    type: 'Duration',
    required: true,
    defaultValue,
    description:
      'How often the sources are asked, e.g. PT30S; from PT5S to PT1H. Who joins others begins with the answer that they have.',
  })

builder.subscriptionType({
  description:
    'Answers that come again, over Server-Sent Events: the first at once, then one whenever anything but `asOf` has changed. A source that fails is a gap, or an error, of the next answer; the stream goes on.',
  fields: (t) => ({
    report: t.field({
      type: Report,
      nullable: true,
      description: `The report again whenever it changed. All subscribers of one question share one upstream poll. ${nullWithError}`,
      args: {
        ...reportArguments(t.arg),
        every: everyArgument(t.arg, 'PT30S'),
      },
      subscribe: watch('report'),
      resolve: resolveReport,
    }),
    queueStats: t.field({
      type: QueueStats,
      nullable: true,
      description: `The queue again whenever it changed. All subscribers of one question share one upstream poll. ${nullWithError}`,
      args: {
        ...scopeArgument(t.arg),
        every: everyArgument(t.arg, 'PT15S'),
      },
      subscribe: watch('queueStats'),
      resolve: resolveQueue,
    }),
  }),
})
