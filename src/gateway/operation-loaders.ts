import { once, oncePerKey } from '../concurrency/memoize.ts'
import type { CallContext } from '../report/port/call-context.ts'
import type { Loaders } from '../report/port/loaders.ts'
import { findDataset } from '../report/port/source.ts'
import { acceptStaleLists } from '../report/port/stale-lists.ts'
import { readMemberTotals } from '../report/questions/read/member-total.ts'
import { readSummary } from '../report/questions/read/read-source.ts'
import { createSummaryChoice, type ListMissing } from '../series/summary-choice.ts'
import { createTotalsLoader } from '../series/totals-loader.ts'

/**
 * The loaders of one operation, or of one poll for all its subscribers: equal reads are sent once, and fail once. Lists
 * that are not older than `staleFor` are used when a source fails.
 */
export function createOperationLoaders(
  readSeries: Loaders['readSeries'],
  listMissing: ListMissing,
  callContext: CallContext,
  staleFor: number,
): Loaders {
  const readWithStaleLists = acceptStaleLists(callContext, staleFor)
  const loaders: Loaders = {
    readSeries,
    readTotal: createTotalsLoader({
      readMemberTotals: (ofAll, aggregation) => readMemberTotals(ofAll, aggregation, loaders),
      chooseSummaries: createSummaryChoice((...args) => loaders.readParameters(...args), listMissing),
      readSummary: (plan) => readSummary(plan, loaders),
    }),
    readParameters: oncePerKey(
      (source, dataset, filter) => [source.id, dataset, filter],
      async (source, dataset, filter) => {
        const { answer, ...age } = await readWithStaleLists((context) =>
          findDataset(source, dataset).toParameters(filter, context),
        )
        return { parameters: answer, ...age }
      },
    ),
    listMembers: oncePerKey(
      (source, list) => [source.id, list],
      async (source, list) => {
        const { answer, ...age } = await readWithStaleLists(source.directory[list])
        return { members: answer, ...age }
      },
    ),
    readList: oncePerKey(
      (source, list) => [source.id, list],
      (source, list) => source.directory[list](callContext),
    ),
    readVersion: oncePerKey(
      ({ id }) => id,
      ({ directory }) => directory.version(callContext),
    ),
    readLive: oncePerKey(
      (source, filter) => [source.id, filter],
      async (source, filter) => {
        const live = await source.readLive?.(filter, callContext)
        return live && { ...live, byAgent: once(live.byAgent) }
      },
    ),
  }
  return loaders
}
