import type { Asker } from './report/asker.ts'
import { readTotalsOfAll } from './report/member-total.ts'
import { acceptOldLists } from './report/old-lists.ts'
import { once, onceEach } from './report/once.ts'
import { readSummary } from './report/total.ts'
import type { Upstream } from './report/upstream.ts'
import { createSummaryChoice, type ListMissing } from './series/summary-choice.ts'
import { createTotalsLoader } from './series/totals-loader.ts'

/**
 * What all who ask at one instant share: equal questions are sent once, and fail once. Lists not older than `staleFor`
 * stand in.
 */
export function createSharedUpstream(
  readSeries: Upstream['readSeries'],
  listMissing: ListMissing,
  asker: Asker,
  staleFor: number,
): Upstream {
  const askWithOld = acceptOldLists(asker, staleFor)
  const upstream: Upstream = {
    readSeries,
    readTotal: createTotalsLoader({
      readOfAll: (wanted, ofAll) => readTotalsOfAll(wanted, ofAll, upstream),
      chooseSummaries: createSummaryChoice((...asked) => upstream.selectRows(...asked), listMissing),
      readSummary: (wanted, summary) => readSummary(wanted, summary, upstream),
    }),
    selectRows: onceEach(
      (source, dataset, filter) => [source.id, dataset, filter],
      async (source, dataset, filter) => {
        const { answer, ...age } = await askWithOld((taker) => source.selectRows(dataset, filter, taker))
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
      (source, list) => source.directory[list](asker),
    ),
    readVersion: onceEach(
      ({ id }) => id,
      ({ directory }) => directory.version(asker),
    ),
    readLive: onceEach(
      (source, filter) => [source.id, filter],
      async (source, filter) => {
        const live = await source.readLive?.(filter, asker)
        return live && { ...live, byAgent: once(live.byAgent) }
      },
    ),
  }
  return upstream
}
