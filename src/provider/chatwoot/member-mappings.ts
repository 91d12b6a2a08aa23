import type { Metric } from '../../report/figures/metric.ts'
import type { MemberDimension, MetricMapping, Provider } from '../../report/port/port.ts'

/** Totals of all members; means come without the number of events behind them. */
function summaryOf(word: string): Partial<Record<Metric, MetricMapping>> {
  const total = (value: string): MetricMapping => ({ dataset: `${word}_summary`, value })
  return {
    CONVERSATIONS: total('conversations_count'),
    RESOLUTIONS: total('resolved_conversations_count'),
    // Of labels Chatwoot averages conversations created in the range, whenever their events were: another figure.
    ...(word !== 'label' && {
      FIRST_RESPONSE_TIME: total('avg_first_response_time'),
      RESPONSE_TIME: total('avg_reply_time'),
      RESOLUTION_TIME: total('avg_resolution_time'),
    }),
    OUTGOING_MESSAGES: { dataset: `outgoing_by_${word}`, value: 'outgoing_messages_count' },
  }
}

/** Surveys name their agent, and no throttle counts them; all of them are several pages. */
const ratingsByAgent: Partial<Record<Metric, MetricMapping>> = {
  RATINGS_GOOD: { dataset: 'csat_by_agent', value: 'good', worthFrom: 10 },
  RATINGS_BAD: { dataset: 'csat_by_agent', value: 'bad', worthFrom: 10 },
  SATISFACTION: { dataset: 'csat_by_agent', value: 'good', weight: ['good', 'bad'], worthFrom: 10 },
}

export const memberMappings: Provider['memberMappings'] = {
  AGENT: { ...summaryOf('agent'), ...ratingsByAgent },
  TEAM: summaryOf('team'),
  INBOX: summaryOf('inbox'),
  TAG: summaryOf('label'),
} satisfies Record<MemberDimension, Partial<Record<Metric, MetricMapping>>>
