import type { Call } from './call.ts'
import { averages, countBoth } from './entity-summaries.ts'
import { sortBy } from './lists.ts'
import { average, type MetricName, metrics } from './metrics.ts'
import { type Range, readBoolean, readRange } from './parameters.ts'
import type { RubyValue } from './ruby-json.ts'
import type { Scope } from './scope.ts'

/** `GET /summary_reports/label`: by title, with names; all time without both bounds. */
export function answerLabelSummaries(call: Call): RubyValue {
  const range = readRange(call.query) ?? { since: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }
  return sortBy(call.index.rows.labels, (label) => label.title).map(({ id, title }) => {
    const scope = { type: 'label', id } as const
    const { conversations_count, resolved_conversations_count } = countBoth(call, scope, range)
    return {
      id,
      name: title,
      conversations_count,
      ...averageOfBegun(call, scope, range),
      resolved_conversations_count,
    }
  })
}

/** Of conversations that began in the range, whenever the events were; 0 without events, 0.0 when none has a value. */
function averageOfBegun({ query, index, horizon }: Call, scope: Scope, range: Range): Record<string, RubyValue> {
  const businessHours = readBoolean(query, 'business_hours')
  const isBegun = (at = Number.NaN) => at >= range.since && at < range.until
  const measure = (name: MetricName): RubyValue => {
    const track = index.track(metrics[name].source, scope)
    const occurrences = track({ since: Number.NEGATIVE_INFINITY, until: horizon }).filter((occurrence) =>
      isBegun(index.conversationOf(occurrence)?.createdAt),
    )
    return occurrences.length === 0 ? 0 : { float: average(occurrences, businessHours) ?? 0 }
  }
  return Object.fromEntries(Object.entries(averages).map(([field, name]) => [field, measure(name)]))
}
