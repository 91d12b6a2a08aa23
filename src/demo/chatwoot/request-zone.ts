import { offsetAt } from '../zone.ts'
import { castFloat, isBlank, readText } from './parameters.ts'
import { railsZones } from './rails-zones.ts'

const millisecondsPerHour = 3_600_000

/**
 * The time zone for `timezone_offset`: the first Rails zone that has this offset at the time of the request, not at the
 * time that is reported on. The same request may therefore use another zone in summer than in winter.
 */
export function readZone(query: URLSearchParams, now: number): string {
  const text = readText(query, 'timezone_offset')
  if (isBlank(text)) return 'Etc/UTC'
  const offset = castFloat(text) * millisecondsPerHour
  return railsZones.find((zone) => offsetAt(zone, now) === offset) ?? 'Etc/UTC'
}
