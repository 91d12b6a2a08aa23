import type { Loaders } from '../../src/report/port/loaders.ts'
import { toRows } from '../../src/report/port/series.ts'
import { findDataset } from '../../src/report/port/source.ts'
import { anyone } from './asker.ts'
import { now } from './scopes.ts'

/** Straight to the source: no batching, no store. */
export const directUpstream: Loaders = {
  readParameters: async (source, dataset, filter) => ({
    parameters: await findDataset(source, dataset).toParameters(filter, anyone),
  }),
  readSeries: async (source, stream, chunks) => ({
    rows: toRows(
      [...(await findDataset(source, stream.dataset).readRows(stream, chunks, now, anyone)).values()].flat(),
    ),
    readAt: now,
  }),
  listMembers: async (source, list) => ({ members: await source.directory[list](anyone) }),
  readList: (source, list) => source.directory[list](anyone),
  readVersion: (source) => source.directory.version(anyone),
  readTotal: async () => 'OWN_SERIES',
  readLive: async (source, filter) => source.readLive?.(filter, anyone),
}
