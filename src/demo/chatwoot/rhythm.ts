import type { Random } from '../random.ts'
import { localClock, offsetAt } from '../zone.ts'
import { type Office, offices } from './invented-account.ts'

/** A customer who begins a conversation. */
export interface Arrival {
  /** Unix seconds. */
  readonly at: number
  readonly office: Office
}

const hour = 3_600_000
const day = 24 * hour

const conversationsPerDay = 40

/** From Sunday; one on average. */
const weekdayWeights = [0.5, 1.5, 1.2, 1.1, 1.1, 1, 0.6]

// biome-ignore format: six hours a line
const hourWeights = [
  0.12, 0.1, 0.1, 0.1, 0.1, 0.15,
  0.25, 0.5, 0.9, 1.2, 1.3, 1.2,
  0.9, 1, 1.2, 1.1, 0.9, 0.6,
  0.4, 0.35, 0.3, 0.25, 0.2, 0.15,
]
const hourWeightOfDay = hourWeights.reduce((sum, weight) => sum + weight)

/** Outages, in which hardly anybody gets through, and an incident, by month and day. */
const dateWeights: Readonly<Record<string, number>> = { '02-11': 0.03, '02-12': 0.03, '08-19': 0.03, '05-12': 4 }

/** How busy an office is at this moment: about one in office hours. */
export const busyness = ({ zone }: Office, instant: number): number =>
  hourWeights[new Date(localClock(zone, instant)).getUTCHours()] ?? 0

/** The arrivals of one day (UTC, by its epoch milliseconds), hour by hour. */
export function inventArrivals(random: Random, date: number): readonly Arrival[] {
  const weekday = weekdayWeights[new Date(date).getUTCDay()] ?? 1
  const special = dateWeights[new Date(date).toISOString().slice(5, 10)] ?? 1
  const scale = (conversationsPerDay * weekday * special) / hourWeightOfDay
  const arrivals: Arrival[] = []
  for (let start = date; start < date + day; start += hour) {
    // The hours around a clock change are the ones worth looking at.
    const fewest = offices.some((office) => isNearClockChange(office, start)) ? 1 : 0
    for (const office of offices) {
      const mean = scale * office.share * busyness(office, start)
      const count = Math.max(fewest, random.poisson(mean))
      for (let place = 0; place < count; place += 1) {
        arrivals.push({ at: start / 1000 + random.between(0, 3599), office })
      }
    }
  }
  return arrivals.sort((one, other) => one.at - other.at)
}

const isNearClockChange = ({ zone }: Office, instant: number): boolean =>
  offsetAt(zone, instant - 12 * hour) !== offsetAt(zone, instant + 12 * hour)
