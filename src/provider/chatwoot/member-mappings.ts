import type { words } from './dataset.ts'
import type { ChatwootProvider } from './metrics.ts'

type Mappings = ChatwootProvider['memberMappings']['AGENT']

/** Totals of all members. Means come without the number of events behind them. */
function totalsBy<Word extends (typeof words)[keyof typeof words]>(word: Word) {
  const dataset = `${word}_summary` as const
  return {
    CONVERSATIONS: { dataset, value: 'conversations_count' },
    RESOLUTIONS: { dataset, value: 'resolved_conversations_count' },
    FIRST_RESPONSE_TIME: { dataset, value: 'avg_first_response_time' },
    RESPONSE_TIME: { dataset, value: 'avg_reply_time' },
    RESOLUTION_TIME: { dataset, value: 'avg_resolution_time' },
    OUTGOING_MESSAGES: { dataset: `outgoing_by_${word}`, value: 'outgoing_messages_count' },
  } as const
}

/** Labels have no means: Chatwoot averages conversations created in the range, whenever the events happened. */
function countsByLabel(): Mappings {
  const { CONVERSATIONS, RESOLUTIONS, OUTGOING_MESSAGES } = totalsBy('label')
  return { CONVERSATIONS, RESOLUTIONS, OUTGOING_MESSAGES }
}

/** Responses name their agent and do not count against the report limit, but to read them takes several calls. */
const ratingsByAgent: Mappings = {
  RATINGS_GOOD: { dataset: 'csat_by_agent', value: 'good', worthFrom: 10 },
  RATINGS_BAD: { dataset: 'csat_by_agent', value: 'bad', worthFrom: 10 },
  SATISFACTION: { dataset: 'csat_by_agent', value: 'good', weight: ['good', 'bad'], worthFrom: 10 },
}

export const memberMappings: ChatwootProvider['memberMappings'] = {
  AGENT: { ...totalsBy('agent'), ...ratingsByAgent },
  TEAM: totalsBy('team'),
  INBOX: totalsBy('inbox'),
  TAG: countsByLabel(),
}
