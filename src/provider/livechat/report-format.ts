import type { DatasetDescription } from '../../report/port/dataset.ts'
import type { DatasetDefinition } from '../open-datasets.ts'
import type { LiveChatAccount } from './account.ts'
import type { Figure } from './figures.ts'
import type { ReadBuckets } from './parse-report.ts'

/** How a report is requested, and how the figures of its buckets are read. */
export interface ReportFormat extends Pick<DatasetDescription, 'upstream' | 'zoneSupport' | 'limits'> {
  readonly path: string
  /** Whether the report has the parameter `group_by`. */
  readonly hasGroupBy: boolean
  /** Figures that are read one by one from a bucket; empty if a bucket has another form. */
  readonly figures: Readonly<Record<string, Figure>>
  readonly readBuckets: ReadBuckets
}

export type LiveChatDataset<Name extends string> = DatasetDefinition<LiveChatAccount, Name>
