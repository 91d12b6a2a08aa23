import { once, onceEach } from '../concurrency/once.ts'
import type { CallContext } from '../report/port/call-context.ts'
import type { Loaders } from '../report/port/loaders.ts'
import { findDataset } from '../report/port/source.ts'
import { acceptStaleLists } from '../report/port/stale-lists.ts'
import { readMemberTotals } from '../report/questions/member-total.ts'
import { readSummary } from '../report/questions/read-source.ts'
import { createSummaryChoice, type ListMissing } from '../series/summary-choice.ts'
import { createTotalsLoader } from '../series/totals-loader.ts'

/**
 * What all who ask at one instant share: equal questions are sent once, and fail once. Lists not older than `staleFor`
 * stand in.
 */
export function createOperationLoaders(
  readSeries: Loaders['readSeries'],
  listMissing: ListMissing,
  callContext: CallContext,
  staleFor: number,
): Loaders {
  const askWithOld = acceptStaleLists(callContext, staleFor)
  const loaders: Loaders = {
    readSeries,
    readTotal: createTotalsLoader({
      readMemberTotals: (ofAll, aggregation) => readMemberTotals(ofAll, aggregation, loaders),
      chooseSummaries: createSummaryChoice((...asked) => loaders.readParameters(...asked), listMissing),
      readSummary: (plan) => readSummary(plan, loaders),
    }),
    readParameters: onceEach(
      (source, dataset, filter) => [source.id, dataset, filter],
      async (source, dataset, filter) => {
        const { answer, ...age } = await askWithOld((taker) => findDataset(source, dataset).toParameters(filter, taker))
        return { parameters: answer, ...age }
      },
    ),
    listMembers: onceEach(
      (source, list) => [source.id, list],
      async (source, list) => {
        const { answer, ...age } = await askWithOld(source.directory[list])
        return { members: answer, ...age }
      },
    ),
    readList: onceEach(
      (source, list) => [source.id, list],
      (source, list) => source.directory[list](callContext),
    ),
    readVersion: onceEach(
      ({ id }) => id,
      ({ directory }) => directory.version(callContext),
    ),
    readLive: onceEach(
      (source, filter) => [source.id, filter],
      async (source, filter) => {
        const live = await source.readLive?.(filter, callContext)
        return live && { ...live, byAgent: once(live.byAgent) }
      },
    ),
  }
  return loaders
}
