import type { ChatwootRows } from '../../../src/demo/chatwoot/rows.ts'
import type { LiveChatEvents } from '../../../src/demo/livechat/events.ts'
import type { Answer, Filter, Question } from './answer.ts'
import { chatwootSamples, selectRows } from './chatwoot.ts'
import { selectEvents } from './livechat.ts'
import { liveChatSamples } from './livechat-samples.ts'
import { answerFromSamples } from './samples.ts'

export type SharedMetric = keyof typeof chatwootSamples & keyof typeof liveChatSamples

/** The filters that mean the same in both products; teams are numbered apart. */
export interface SharedQuestion extends Question<SharedMetric> {
  readonly filter?: Pick<Filter, 'agentEmail' | 'tag'>
}

/** One answer over the events of both products, as if one product held them all. */
export function countBoth(rows: ChatwootRows, events: LiveChatEvents, question: SharedQuestion): Answer {
  const { metric, filter = {} } = question
  const { aggregate, list } = chatwootSamples[metric]
  const ofChatwoot = list(selectRows(rows, filter), filter)
  const ofLiveChat = liveChatSamples[metric].list(selectEvents(events, filter))
  return answerFromSamples([...ofChatwoot, ...ofLiveChat], aggregate, question)
}
