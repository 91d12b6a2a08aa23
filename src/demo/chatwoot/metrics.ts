import type { Occurrence, Source } from './occurrences.ts'

interface Count {
  readonly kind: 'count'
  readonly source: Source
  /** Conversations with an occurrence of this source anywhere in the requested range are excluded. */
  readonly unless?: Source
  readonly distinct?: true
}

interface Average {
  readonly kind: 'average'
  readonly source: Source
}

export type Metric = Count | Average

export const metrics = {
  conversations_count: { kind: 'count', source: 'conversations' },
  incoming_messages_count: { kind: 'count', source: 'incomingMessages' },
  outgoing_messages_count: { kind: 'count', source: 'outgoingMessages' },
  avg_first_response_time: { kind: 'average', source: 'firstResponses' },
  avg_resolution_time: { kind: 'average', source: 'resolutions' },
  resolutions_count: { kind: 'count', source: 'resolutions' },
  reply_time: { kind: 'average', source: 'replies' },
  bot_resolutions_count: { kind: 'count', source: 'botResolutions', unless: 'botHandoffs' },
  bot_handoffs_count: { kind: 'count', source: 'botHandoffs', distinct: true },
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof metrics

export const isMetricName = (text: string): text is MetricName => Object.hasOwn(metrics, text)

/** Like AVG in SQL: rows without a value are ignored; null if no row has a value. */
export function average(occurrences: readonly Occurrence[], businessHours: boolean): number | null {
  let sum = 0
  let count = 0
  for (const occurrence of occurrences) {
    const value = businessHours ? occurrence.valueInBusinessHours : occurrence.value
    if (value === null) continue
    sum += value
    count += 1
  }
  return count === 0 ? null : sum / count
}
