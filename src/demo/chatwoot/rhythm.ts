import type { Random } from '../random.ts'
import { localClock, offsetAt } from '../zone.ts'
import { type Office, offices } from './invented-account.ts'

/** A customer starts a conversation. */
export interface Arrival {
  /** Unix seconds. */
  readonly at: number
  readonly office: Office
}

const hour = 3_600_000
const day = 24 * hour

const conversationsPerDay = 40

/** Starting with Sunday; the average is 1. */
const weekdayWeights = [0.5, 1.5, 1.2, 1.1, 1.1, 1, 0.6]

// biome-ignore format: six hours per line
const hourWeights = [
  0.12, 0.1, 0.1, 0.1, 0.1, 0.15,
  0.25, 0.5, 0.9, 1.2, 1.3, 1.2,
  0.9, 1, 1.2, 1.1, 0.9, 0.6,
  0.4, 0.35, 0.3, 0.25, 0.2, 0.15,
]
const hourWeightOfDay = hourWeights.reduce((sum, weight) => sum + weight)

/** By month and day: outages with very few conversations, and an incident with many. */
const dateWeights: Readonly<Record<string, number>> = { '02-11': 0.03, '02-12': 0.03, '08-19': 0.03, '05-12': 4 }

/** How busy an office is at `instant`; about 1 in office hours. */
export const busyness = ({ zone }: Office, instant: number): number =>
  hourWeights[new Date(localClock(zone, instant)).getUTCHours()] ?? 0

/** Invents the arrivals of the UTC day that starts at `date` (epoch milliseconds). */
export function inventArrivals(random: Random, date: number): readonly Arrival[] {
  const weekday = weekdayWeights[new Date(date).getUTCDay()] ?? 1
  const special = dateWeights[new Date(date).toISOString().slice(5, 10)] ?? 1
  const scale = (conversationsPerDay * weekday * special) / hourWeightOfDay
  const arrivals: Arrival[] = []
  for (let start = date; start < date + day; start += hour) {
    // No hour near a DST transition is empty, because tests look at those hours.
    const fewest = offices.some((office) => isNearTransition(office, start)) ? 1 : 0
    for (const office of offices) {
      const mean = scale * office.share * busyness(office, start)
      const count = Math.max(fewest, random.poisson(mean))
      for (let index = 0; index < count; index += 1) {
        arrivals.push({ at: start / 1000 + random.between(0, 3599), office })
      }
    }
  }
  return arrivals.sort((one, other) => one.at - other.at)
}

const isNearTransition = ({ zone }: Office, instant: number): boolean =>
  offsetAt(zone, instant - 12 * hour) !== offsetAt(zone, instant + 12 * hour)
