import { offsetAt } from '../zone.ts'
import { castFloat, isBlank, readText } from './parameters.ts'
import { railsZones } from './rails-zones.ts'

const millisecondsPerHour = 3_600_000

/**
 * The zone that `timezone_offset` means: the first of Rails's zones whose offset is equal at the moment of asking, not
 * at the moments asked about. Hence the same question may be answered in another zone in summer.
 */
export function readZone(query: URLSearchParams, now: number): string {
  const text = readText(query, 'timezone_offset')
  if (isBlank(text)) return 'Etc/UTC'
  const offset = castFloat(text) * millisecondsPerHour
  return railsZones.find((zone) => offsetAt(zone, now) === offset) ?? 'Etc/UTC'
}
