import type { Call } from './call.ts'
import { averages, countBoth } from './entity-summaries.ts'
import { sortBy } from './lists.ts'
import { average, type MetricName, metrics } from './metrics.ts'
import { type Range, readBoolean, readRange } from './parameters.ts'
import type { RubyValue } from './ruby-json.ts'
import type { Scope } from './scope.ts'

/** `GET /summary_reports/label`: ordered by title, with names. Unless both bounds are set, the range is all time. */
export function getLabelSummaries(call: Call): RubyValue {
  const range = readRange(call.query) ?? { since: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }
  return sortBy(call.index.rows.labels, (label) => label.title).map(({ id, title }) => {
    const scope = { type: 'label', id } as const
    const { conversations_count, resolved_conversations_count } = countBoth(call, scope, range)
    return {
      id,
      name: title,
      conversations_count,
      ...averageOfStarted(call, scope, range),
      resolved_conversations_count,
    }
  })
}

/**
 * Averages over conversations that started in the range, at any time. 0 if there are no events, 0.0 if none has a
 * value.
 */
function averageOfStarted({ query, index, horizon }: Call, scope: Scope, range: Range): Record<string, RubyValue> {
  const businessHours = readBoolean(query, 'business_hours')
  const isStarted = (at = Number.NaN) => at >= range.since && at < range.until
  const measure = (name: MetricName): RubyValue => {
    const track = index.track(metrics[name].source, scope)
    const occurrences = track({ since: Number.NEGATIVE_INFINITY, until: horizon }).filter((occurrence) =>
      isStarted(index.conversationOf(occurrence)?.createdAt),
    )
    return occurrences.length === 0 ? 0 : { float: average(occurrences, businessHours) ?? 0 }
  }
  return Object.fromEntries(Object.entries(averages).map(([field, name]) => [field, measure(name)]))
}
