import type { LiveChatEvents, QueueStay } from '../../../src/demo/livechat/events.ts'
import type { Question } from './answer.ts'
import type { Bucket } from './calendar.ts'
import { selectEvents } from './livechat.ts'

export type QueueQuestion = Pick<Question, 'buckets' | 'filter' | 'horizon'>

/** Seconds; null if no visitor waited. */
export interface Waits {
  readonly count: number
  readonly min: number | null
  readonly average: number | null
  readonly max: number | null
}

export interface QueueFigures {
  readonly queued: Waits
  readonly entered: Waits
  readonly abandoned: Waits
  /** Share of queued visitors; null if there were none. */
  readonly abandonmentRate: number | null
}

export interface QueueAnswer {
  readonly buckets: readonly QueueFigures[]
  readonly total: QueueFigures
}

/** Visitors count when they enter the queue, however long they wait. */
export function queueLiveChat(events: LiveChatEvents, question: QueueQuestion): QueueAnswer {
  const { buckets, filter = {}, horizon = Number.POSITIVE_INFINITY } = question
  const stays = selectEvents(events, filter).queueStays.filter(({ enter }) => enter < horizon)
  const measure = ({ start, end }: Bucket) =>
    describeQueue(stays.filter(({ enter }) => enter * 1000 >= start && enter * 1000 < end))
  const range = { start: buckets[0]?.start ?? 0, end: buckets.at(-1)?.end ?? 0 }
  return { buckets: buckets.map(measure), total: measure(range) }
}

function describeQueue(stays: readonly QueueStay[]): QueueFigures {
  const abandoned = stays.filter(({ outcome }) => outcome === 'left_queue')
  return {
    queued: describeWaits(stays),
    entered: describeWaits(stays.filter(({ outcome }) => outcome === 'entered_chat')),
    abandoned: describeWaits(abandoned),
    abandonmentRate: stays.length === 0 ? null : abandoned.length / stays.length,
  }
}

function describeWaits(stays: readonly QueueStay[]): Waits {
  const waits = stays.map(({ enter, leave }) => leave - enter)
  const count = waits.length
  if (count === 0) return { count, min: null, average: null, max: null }
  return {
    count,
    min: Math.min(...waits),
    average: waits.reduce((sum, wait) => sum + wait) / count,
    max: Math.max(...waits),
  }
}
