import { BadArgument } from '../../report/port/error.ts'
import { hour } from '../../report/time/date.ts'
import { parseDuration, toMilliseconds } from '../../report/time/duration.ts'

const shortest = 5_000
const longest = hour

/** Milliseconds between two polls of a subscription; throws BadArgument. */
export function readPollInterval(text: string): number {
  const duration = parseDuration(text)
  const every = duration && toMilliseconds(duration)
  if (every === undefined || every < shortest || every > longest)
    throw new BadArgument('every', `${JSON.stringify(text.slice(0, 80))} is not a duration between PT5S and PT1H`)
  return every
}
