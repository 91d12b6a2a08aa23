export type { Dataset, DatasetDescription, FilterKind, Limits, ZoneSupport } from './dataset.ts'
export { assumedMembers, type Member, type MemberDimension } from './member.ts'
export {
  isSupported,
  type MetricMapping,
  type Provider,
  type QueueOutcomeName,
  type RankingSubject,
  type Unsupported,
} from './provider.ts'
export type { Chunk, Layout, LayoutPiece, Row, RowsByChunk, SeriesKey } from './series.ts'
export { findDataset, type Source } from './source.ts'
