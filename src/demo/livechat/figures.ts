import type { Chat, QueueStay } from './events.ts'
import type { Selection } from './selection.ts'

/** Rounds half up to two decimals. Multiplies before it divides, so that a half remains exact. */
export const roundRatio = (total: number, divisor: number): number => Math.round((total * 100) / divisor) / 100

export const countRatings = (rated: readonly { readonly rating: Chat['rating'] }[]) => ({
  bad: rated.filter(({ rating }) => rating === 'bad').length,
  good: rated.filter(({ rating }) => rating === 'good').length,
})

export const countGoals = (entries: readonly { readonly goal: number | null }[], { goals }: Selection): number =>
  entries.filter(({ goal }) => goal !== null && (goals.length === 0 || goals.includes(goal))).length

/** Figures of all stays, and by how they ended. */
export const describeStays = <Figures>(
  stays: readonly QueueStay[],
  describe: (stays: readonly QueueStay[]) => Figures,
) => ({
  queued: describe(stays),
  left_queue: describe(stays.filter(({ outcome }) => outcome === 'left_queue')),
  entered_chat: describe(stays.filter(({ outcome }) => outcome === 'entered_chat')),
})

export function measureWaits(stays: readonly QueueStay[]) {
  const waits = stays.map(({ enter, leave }) => leave - enter)
  const wholeSeconds = (seconds: number) => ({ seconds: waits.length === 0 ? null : Math.round(seconds) })
  return {
    count: waits.length,
    min: wholeSeconds(Math.min(...waits)),
    max: wholeSeconds(Math.max(...waits)),
    average: wholeSeconds(sum(waits) / waits.length),
  }
}

export const averageSeconds = (durations: readonly number[]) => ({
  count: durations.length,
  seconds: average(durations, 1),
})

export const averageHours = (tickets: readonly { readonly seconds: number }[]) => ({
  count: tickets.length,
  hours: average(
    tickets.map(({ seconds }) => seconds),
    3600,
  ),
})

const average = (durations: readonly number[], unit: number): number | null =>
  durations.length === 0 ? null : roundRatio(sum(durations), durations.length * unit)

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
