import type { Random } from '../random.ts'
import { times } from '../times.ts'
import { localClock } from '../zone.ts'
import { listOnDuty } from './agent-pool.ts'
import { weekdayOf } from './calendar.ts'
import { catalog } from './catalog.ts'

/** One hour of a UTC date, with its share of the events of an average day. */
export interface BusyHour {
  /** Unix seconds. */
  readonly start: number
  readonly share: number
  /** It has at least one event: DST transitions are at night, and no hour near one may be empty. */
  readonly isNeverEmpty: boolean
  readonly agents: readonly string[]
}

const markets = [
  { zone: 'Europe/Warsaw', size: 0.6 },
  { zone: 'America/New_York', size: 0.4 },
]

/** By hour of the local day; the sum is 1. */
const dailyShares = [
  0.005, 0.003, 0.002, 0.002, 0.003, 0.005, 0.01, 0.03, 0.07, 0.1, 0.11, 0.1, 0.08, 0.09, 0.1, 0.09, 0.07, 0.05, 0.025,
  0.015, 0.012, 0.01, 0.01, 0.008,
]
/** Starting with Sunday. */
const weekdayFactors = [0.4, 1.6, 1.25, 1.15, 1.1, 1, 0.5]

/** By month and day, so that the data of past days does not change. */
const outages = ['03-17', '08-26']
const isOutage = (date: string): boolean => outages.includes(date.slice(5))
export const isIncident = (date: string): boolean => date.endsWith('10-13')

const outageFactor = 0.03

export function listBusyHours(date: string): readonly BusyHour[] {
  const factor = isOutage(date) ? outageFactor : (weekdayFactors[weekdayOf(date)] ?? 1)
  return Array.from({ length: 24 }, (_, hour) => {
    const start = Date.parse(date) / 1000 + hour * 3600
    const onDuty = listOnDuty(start)
    const local = markets.map(({ zone, size }) => ({
      size,
      time: new Date(localClock(zone, start * 1000)).getUTCHours(),
    }))
    return {
      start,
      share: factor * local.reduce((share, { size, time }) => share + size * (dailyShares[time] ?? 0), 0),
      isNeverEmpty: !isOutage(date) && local.some(({ time }) => time < 5 || time === 23),
      agents: onDuty.length > 0 ? onDuty : catalog.agents.map(({ login }) => login),
    }
  })
}

/** Invents about `mean` events on an average day; within an hour they are not ordered. */
export const inventInHours = <Event>(
  random: Random,
  hours: readonly BusyHour[],
  mean: number,
  invent: (random: Random, instant: number, agents: readonly string[]) => Event,
): readonly Event[] =>
  hours.flatMap(({ start, share, isNeverEmpty, agents }) =>
    times(Math.max(isNeverEmpty ? 1 : 0, random.poisson(mean * share)), () =>
      invent(random, start + random.between(0, 3599), agents),
    ),
  )
