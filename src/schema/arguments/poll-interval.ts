import { BadArgument } from '../../report/port/error.ts'
import { hour } from '../../report/time/date.ts'
import { parseDuration, toMilliseconds } from '../../report/time/duration.ts'

const shortest = 5_000
const longest = hour

/** Parses `every`, the time between two polls of a subscription, into milliseconds. Throws BadArgument. */
export function readPollInterval(text: string): number {
  const duration = parseDuration(text)
  const interval = duration && toMilliseconds(duration)
  if (interval === undefined || interval < shortest || interval > longest)
    throw new BadArgument('every', `${JSON.stringify(text.slice(0, 80))} is not a duration between PT5S and PT1H`)
  return interval
}
