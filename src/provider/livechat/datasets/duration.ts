import type { DatasetDescription } from '../../../report/port/dataset.ts'
import { readSeconds } from '../parse-report.ts'
import { defineReport, type ReportOptions } from './report.ts'

/** Time spent: hours a day over several days, minutes an hour over one day. */
export const duration = (path: string, filters: DatasetDescription['filters'], options: ReportOptions = {}) =>
  defineReport(path, {}, { seconds: 'hours, or minutes for one day' }, filters, {
    hasGroupBy: false,
    readBuckets: readSeconds,
    note: 'It is not documented whether overlapping time counts once. Days are reported in hundredths of an hour, which is exact to 18 seconds.',
    ...options,
  })
