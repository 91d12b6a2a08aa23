import { cutBuckets } from './buckets.ts'
import type { Call } from './call.ts'
import { reject } from './error-response.ts'
import { createMeasure, type Measurement } from './measure.ts'
import { isMetricName, metrics } from './metrics.ts'
import { type Range, readBoolean, readRange, readText } from './parameters.ts'
import { readZone } from './request-zone.ts'
import type { RubyValue } from './ruby-json.ts'
import { readScope } from './scope.ts'
import { type GroupBy, isGroupBy } from './steps.ts'

/** `GET /reports`: one metric as a series of buckets. */
export function getReports({ query, index, now, horizon }: Call): RubyValue {
  if (!query.has('type')) reject('serverError')
  const name = readText(query, 'metric')
  if (!isMetricName(name)) return {}
  const metric = metrics[name]
  const scope = readScope(query, index.rows)
  const range = readRange(query)
  if (!range) return []
  const groupBy = readGroupBy(query)
  rejectEndlessSeries(range, groupBy)
  const measure = createMeasure(metric, {
    index,
    scope,
    range,
    businessHours: readBoolean(query, 'business_hours'),
    horizon,
  })
  return cutBuckets(range, groupBy, readZone(query, now)).map((bucket) => {
    const { timestamp } = bucket
    const measurement = measure(bucket)
    return metric.kind === 'average'
      ? { value: printAverage(measurement), timestamp, count: measurement.count }
      : { value: measurement.count, timestamp }
  })
}

/** Without values the average is the Integer 0, never null; an average of zero is the Float 0.0. */
const printAverage = ({ value }: Measurement): RubyValue => (value === null ? 0 : { float: value })

function readGroupBy(query: URLSearchParams): GroupBy {
  const text = readText(query, 'group_by')
  return isGroupBy(text) ? text : 'day'
}

const shortestSeconds: Readonly<Record<GroupBy, number>> = {
  hour: 3600,
  day: 86_400,
  week: 604_800,
  month: 2_419_200,
  year: 31_536_000,
}

/** Chatwoot has no limit. A range this long, e.g. with one bound in milliseconds, ends in a timeout of its database. */
function rejectEndlessSeries({ since, until }: Range, groupBy: GroupBy): void {
  const maxBuckets = 500_000
  if ((until - since) / shortestSeconds[groupBy] > maxBuckets) reject('serverError')
}
