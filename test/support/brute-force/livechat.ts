import type { LiveChatEvents } from '../../../src/demo/livechat/events.ts'
import { cutOnce } from '../cut-once.ts'
import type { Answer, Filter, Question } from './answer.ts'
import { liveChatSamples } from './livechat-samples.ts'
import { answerFromSamples } from './samples.ts'
import { answerFromSpans, measurePeak, measureUnion, type Span } from './spans.ts'

type SampledMetric = keyof typeof liveChatSamples
type LastingMetric = keyof typeof lastingMetrics
export type LiveChatMetric = SampledMetric | LastingMetric

const lastingMetrics = {
  AVAILABILITY: { measure: measureUnion, list: ({ shifts }) => shifts },
  CHATTING_TIME: { measure: measureUnion, list: ({ chats }) => chats },
  PEAK_CONCURRENT_CHATS: { measure: measurePeak, list: ({ chats }) => chats },
} satisfies Record<
  string,
  {
    readonly measure: (spans: readonly Span[]) => number
    readonly list: (events: LiveChatEvents) => readonly Span[]
  }
>

export function countLiveChat(events: LiveChatEvents, question: Question<LiveChatMetric>): Answer {
  const { metric, filter = {} } = question
  const selected = selectEvents(events, filter)
  if (isLasting(metric)) {
    const { measure, list } = lastingMetrics[metric]
    return answerFromSpans(list(selected), measure, question)
  }
  const { aggregate, list } = liveChatSamples[metric]
  return answerFromSamples(list(selected, filter), aggregate, question)
}

/** Each kind of event by the filters it can have; goals are left to the metrics that count them. */
export const selectEvents = cutOnce((events: LiveChatEvents, filter: Filter): LiveChatEvents => {
  if (Object.values(filter).every((wanted) => wanted === undefined)) return events
  const byAgent = (login: string) => filter.agentEmail === undefined || login === filter.agentEmail
  const byGroup = (group: number) => isEverybody(filter) || group === filter.team
  const byTag = (tags: readonly string[]) => filter.tag === undefined || tags.includes(filter.tag)
  const members = new Set(events.agents.filter(({ groups }) => groups.some(byGroup)).map(({ login }) => login))
  return {
    ...events,
    chats: events.chats.filter(({ agent, group, tags }) => byAgent(agent) && byGroup(group) && byTag(tags)),
    tickets: events.tickets.filter(({ agent, group, tags }) => byAgent(agent) && byGroup(group) && byTag(tags)),
    shifts: events.shifts.filter(({ agent }) => byAgent(agent) && (isEverybody(filter) || members.has(agent))),
    queueStays: events.queueStays.filter(({ group }) => byGroup(group)),
    greetings: events.greetings.filter(
      ({ greeting, group, tags }) =>
        byGroup(group) && byTag(tags) && (filter.greeting === undefined || greeting === filter.greeting),
    ),
  }
})

/** LiveChat's group 0 holds everybody. */
function isEverybody({ team = 0 }: Filter): boolean {
  return team === 0
}

function isLasting(metric: LiveChatMetric): metric is LastingMetric {
  return metric in lastingMetrics
}
