import type { Source, Stream } from '../report/port.ts'

/** What names a stream's rows in the store: equal for equal questions of one account. */
export function toStreamKey(source: Source, { dataset, parameters, grain, rowZone }: Stream): string {
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([source.account, dataset, grain, rowZone, sorted])
}
