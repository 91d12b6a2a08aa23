import type { Upstream } from '../../src/report/upstream.ts'
import { now } from './scopes.ts'

/** Straight to the source: no batching, no store. */
export const directUpstream: Upstream = {
  selectRows: (source, dataset, filter) => source.selectRows(dataset, filter),
  readSeries: async (source, stream, cells) => ({
    rows: [...(await source.readRows(stream, cells, now)).values()].flat(),
    readAt: now,
  }),
  listMembers: (source, list) => source.directory[list](),
  readVersion: (source) => source.directory.version(),
  readTotal: async () => undefined,
  readLive: async (source, filter) => source.readLive?.(filter),
}
