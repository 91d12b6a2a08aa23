import { QueueDocument, type QueueQuery, type WaitFragment, type WaitsFragment } from '../generated/graphql.ts'
import type { Bucket } from './brute-force/calendar.ts'
import type { QueueAnswer, Waits } from './brute-force/queue-livechat.ts'
import type { TestGateway } from './gateway.ts'
import type { ScopeQuestion } from './questions.ts'

export type QueueStatsAnswer = NonNullable<QueueQuery['queueStats']>

/** The requested queue statistics; throws the errors of the response. */
export async function askQueue(gateway: TestGateway, scope: ScopeQuestion): Promise<QueueStatsAnswer> {
  const { queueStats } = await gateway.ask(QueueDocument, { scope })
  if (!queueStats) throw new Error('no queue, and no error')
  return queueStats
}

const outcomes = ['queued', 'entered', 'abandoned'] as const

/** Where the queue and the truth differ, in words. LiveChat writes whole seconds, so means may be off by a half. */
export function findQueueDifferences(
  answer: QueueStatsAnswer,
  buckets: readonly Bucket[],
  truth: QueueAnswer,
  isBegun: (bucket: Bucket) => boolean,
): readonly string[] {
  if (answer.buckets.length !== buckets.length) return [`${answer.buckets.length} of ${buckets.length} buckets`]
  const { abandonmentRate } = truth.total
  const isRateRight =
    abandonmentRate === null ? answer.abandonmentRate === null : isNear(answer.abandonmentRate, abandonmentRate, 1e-12)
  return [
    ...compare('total', answer, truth.total, true),
    ...(isRateRight ? [] : [`rate ${answer.abandonmentRate} in place of ${abandonmentRate}`]),
    ...buckets.flatMap((bucket, place) => {
      const [answered, counted] = [answer.buckets[place], truth.buckets[place]]
      const asked = `${new Date(bucket.start).toISOString()}/${new Date(bucket.end).toISOString()}`
      const isThere =
        Date.parse(answered?.start ?? '') === bucket.start && Date.parse(answered?.end ?? '') === bucket.end
      return answered && counted && isThere
        ? compare(asked, answered, counted, isBegun(bucket))
        : [`${asked} is missing`]
    }),
  ]
}

const compare = (asked: string, answered: WaitsFragment, counted: QueueAnswer['total'], isBegun: boolean) =>
  outcomes.flatMap((name) =>
    isRight(answered[name], counted[name], isBegun)
      ? []
      : [`${asked} ${name}: ${JSON.stringify(answered[name])} in place of ${JSON.stringify(counted[name])}`],
  )

function isRight({ count, wait }: WaitFragment, truth: Waits, isBegun: boolean): boolean {
  if (!isBegun) return count === null && wait === null
  if (count !== truth.count) return false
  if (count === 0) return wait === null
  return wait?.min === truth.min && wait.max === truth.max && isNear(wait.average, truth.average ?? 0, 0.5 + 1e-6)
}

const isNear = (value: number | null, truth: number, tolerance: number): boolean =>
  value !== null && Math.abs(value - truth) <= tolerance
