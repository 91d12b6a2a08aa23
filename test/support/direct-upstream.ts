import type { Upstream } from '../../src/report/upstream.ts'
import { anyone } from './asker.ts'
import { now } from './scopes.ts'

/** Straight to the source: no batching, no store. */
export const directUpstream: Upstream = {
  selectRows: async (source, dataset, filter) => ({ parameters: await source.selectRows(dataset, filter, anyone) }),
  readSeries: async (source, stream, cells) => ({
    rows: [...(await source.readRows(stream, cells, now, anyone)).values()].flat(),
    readAt: now,
  }),
  listMembers: async (source, list) => ({ members: await source.directory[list](anyone) }),
  readList: (source, list) => source.directory[list](anyone),
  readVersion: (source) => source.directory.version(anyone),
  readTotal: async () => undefined,
  readLive: async (source, filter) => source.readLive?.(filter, anyone),
}
