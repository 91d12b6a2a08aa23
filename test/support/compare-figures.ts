import type { ChatwootRows } from '../../src/demo/chatwoot/rows.ts'
import type { LiveChatEvents } from '../../src/demo/livechat/events.ts'
import type { Metric as AnyMetric } from '../generated/graphql.ts'
import type { Answer, Filter, Question } from './brute-force/answer.ts'
import { countBoth, type SharedMetric } from './brute-force/both.ts'
import { type Bucket, bucketsOf } from './brute-force/calendar.ts'
import { type ChatwootMetric, countChatwoot } from './brute-force/chatwoot.ts'
import { countLiveChat, type LiveChatMetric } from './brute-force/livechat.ts'
import { cutEvents, cutRows } from './cut-events.ts'
import { cutOnce } from './cut-once.ts'
import type { TestGateway } from './gateway.ts'
import { toleranceOf } from './livechat-precision.ts'
import { askReports, findDifferences, type ScopeQuestion, summationError, type Tolerance } from './questions.ts'

/** The figures of some sources, counted from what happened there. */
export interface Truth<Metric extends string> {
  readonly sources: readonly string[]
  /** Counts what happened in a window; to narrow it once for many metrics is quicker. */
  countIn(window: Bucket): (question: Question<Metric>) => Answer
  toleranceOf(metric: Metric, scope: ScopeQuestion, buckets: readonly Bucket[]): Tolerance
}

/** A question to the gateway, and what its range and filter mean. */
export interface Asked {
  readonly scope: ScopeQuestion
  readonly range: Bucket
  readonly filter?: Filter
}

export const truthOfChatwoot = (rows: ChatwootRows): Truth<ChatwootMetric> => ({
  sources: ['support'],
  countIn(window) {
    const inside = narrowRows(rows, window)
    return (question) => countChatwoot(inside, question)
  },
  toleranceOf: () => summationError,
})

export const truthOfLiveChat = (events: LiveChatEvents): Truth<LiveChatMetric> => ({
  sources: ['sales'],
  countIn(window) {
    const inside = cutEvents(events, window)
    return (question) => countLiveChat(inside, question)
  },
  toleranceOf,
})

export const truthOfBoth = (rows: ChatwootRows, events: LiveChatEvents): Truth<SharedMetric> => ({
  sources: ['support', 'sales'],
  countIn(window) {
    const [ofChatwoot, ofLiveChat] = [narrowRows(rows, window), cutEvents(events, window)]
    return (question) => countBoth(ofChatwoot, ofLiveChat, question)
  },
  toleranceOf,
})

/** Where the gateway's figures differ from those counted; empty when they agree. */
export async function compareFigures<Metric extends AnyMetric>(
  gateway: TestGateway,
  truth: Truth<Metric>,
  metrics: readonly Metric[],
  { scope, range, filter = {} }: Asked,
  now: number,
): Promise<readonly string[]> {
  const { granularity, timeZone } = scope
  const buckets = bucketsOf(range, granularity, timeZone)
  const count = truth.countIn(range)
  const reports = await askReports(gateway, metrics, { ...scope, filter: { ...scope.filter, sources: truth.sources } })
  return metrics.flatMap((metric, place) => {
    const report = reports[place]
    if (!report) return [`${metric} was not answered`]
    const counted = count({ metric, buckets, filter, now, horizon: now / 1000 })
    return findDifferences(report, buckets, counted, truth.toleranceOf(metric, scope, buckets))
  })
}

const narrowRows = cutOnce(selectRows)

/** Messages and events belong to the team and the labels of their conversations, which may be older. */
function selectRows(rows: ChatwootRows, window: Bucket): ChatwootRows {
  const inside = cutRows(rows, window)
  const begun = inside.conversations.map(({ id }) => id)
  const later = [...inside.messages, ...inside.events, ...inside.responses].map((row) => row.conversationId)
  const known = new Set([...begun, ...later])
  return { ...inside, conversations: rows.conversations.filter(({ id }) => known.has(id)) }
}
