import type { Loaders } from '../report/port/loaders.ts'
import { type FindStaleSeries, fallBackOnFailure } from '../series/stale-fallback.ts'
import type { FindStaleTotal } from '../series/stale-totals.ts'
import type { Deadline } from './deadline.ts'

/** Answers with what can be recalled where the answer is late. */
export const withDeadline = (
  loaders: Loaders,
  within: Deadline,
  recall: FindStaleSeries,
  recallTotal: FindStaleTotal,
): Loaders => ({
  readParameters: (...asked) => within(loaders.readParameters(...asked)),
  readSeries: (...asked) => within(loaders.readSeries(...asked), () => recall(...asked)),
  readTotal: (wanted) => within(fallBackOnFailure(loaders.readTotal, recallTotal)(wanted), () => recallTotal(wanted)),
  listMembers: (...asked) => within(loaders.listMembers(...asked)),
  readList: (...asked) => within(loaders.readList(...asked)),
  readVersion: (...asked) => within(loaders.readVersion(...asked)),
  readLive: async (...asked) => {
    const live = await within(loaders.readLive(...asked))
    return live && { ...live, byAgent: () => within(live.byAgent()) }
  },
})
