import type { Call, Endpoint } from './call.ts'
import { createMeasure } from './measure.ts'
import { type MetricName, metrics } from './metrics.ts'
import { type Range, readBoolean, readRange } from './parameters.ts'
import type { RubyValue } from './ruby-json.ts'
import type { Scope } from './scope.ts'

/** By their field names in these summaries. */
export const averages = {
  avg_resolution_time: 'avg_resolution_time',
  avg_first_response_time: 'avg_first_response_time',
  avg_reply_time: 'reply_time',
} as const satisfies Record<string, MetricName>

/**
 * `GET /summary_reports/{agent|inbox|team}`: every entity, without names. All values are empty unless both bounds are
 * set.
 */
export const getAgentSummaries = summarise('agent', 'agents')
export const getInboxSummaries = summarise('inbox', 'inboxes')
export const getTeamSummaries = summarise('team', 'teams')

function summarise(type: Scope['type'], table: 'agents' | 'inboxes' | 'teams'): Endpoint {
  return (call) => {
    const range = readRange(call.query) ?? { since: 0, until: 0 }
    return call.index.rows[table].map(({ id }) => {
      const scope = { type, id }
      return { id, ...countBoth(call, scope, range), ...averageEach(call, scope, range) }
    })
  }
}

/** Conversations that started in the range, and resolutions that happened in it. */
export function countBoth(call: Call, scope: Scope, range: Range) {
  const { index, horizon } = call
  const count = (name: MetricName) =>
    createMeasure(metrics[name], { index, scope, range, businessHours: false, horizon })(range).count
  return {
    conversations_count: count('conversations_count'),
    resolved_conversations_count: count('resolutions_count'),
  }
}

function averageEach({ query, index, horizon }: Call, scope: Scope, range: Range): Record<string, RubyValue> {
  const businessHours = readBoolean(query, 'business_hours')
  const measure = (name: MetricName) =>
    createMeasure(metrics[name], { index, scope, range, businessHours, horizon })(range).value
  const print = (value: number | null): RubyValue => (value === null ? null : { float: value })
  return Object.fromEntries(Object.entries(averages).map(([field, name]) => [field, print(measure(name))]))
}
