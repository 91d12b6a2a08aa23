import type { Call, Endpoint } from './call.ts'
import { reject } from './error-response.ts'
import { createMeasure } from './measure.ts'
import { type MetricName, metrics } from './metrics.ts'
import { type Range, readBoolean, readRange } from './parameters.ts'
import type { RubyValue } from './ruby-json.ts'
import { readScope, type Scope } from './scope.ts'

/** `GET /reports/summary`. */
export const getSummary = summarise([
  'conversations_count',
  'incoming_messages_count',
  'outgoing_messages_count',
  'avg_first_response_time',
  'avg_resolution_time',
  'resolutions_count',
  'reply_time',
])

/** `GET /reports/bot_summary`. */
export const getBotSummary = summarise(['bot_resolutions_count', 'bot_handoffs_count'])

/** The metrics over the whole range, and over the preceding range of the same length. */
function summarise(names: readonly MetricName[]): Endpoint {
  return (call) => {
    if (!call.query.has('type')) reject('serverError')
    const scope = readScope(call.query, call.index.rows)
    // Unless both bounds are set, Chatwoot finds nothing.
    const range = readRange(call.query) ?? { since: 0, until: 0 }
    return {
      ...totalise(names, call, scope, range),
      previous: totalise(names, call, scope, { since: 2 * range.since - range.until, until: range.since }),
    }
  }
}

function totalise(names: readonly MetricName[], { query, index, horizon }: Call, scope: Scope, range: Range) {
  const question = { index, scope, range, businessHours: readBoolean(query, 'business_hours'), horizon }
  const totals: Record<string, RubyValue> = {}
  for (const name of names) {
    const metric = metrics[name]
    const { value, count } = createMeasure(metric, question)(range)
    totals[name] = metric.kind === 'count' ? count : value === null ? null : { float: value }
  }
  return totals
}
