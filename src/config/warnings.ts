import type { Config } from './config.ts'
import { isLoopback } from './loopback.ts'
import { stopWithin } from './stop-within.ts'

/** From this version on Vancouver, Edmonton and Casablanca keep the hour that they now have. */
const goodTimeZones = '2026c'

/** Milliseconds in which an answer comes out once its deadline has passed. */
const margin = 1_000

/** What works, but not as one may think. `timeZones`: the version of the time zone database, such as 2026c. */
export const listWarnings = ({ sources, deadline, stopDelay }: Config, timeZones: string): readonly string[] => [
  ...warnIf(
    timeZones < goodTimeZones,
    `Time zones are those of ${timeZones}, before ${goodTimeZones}: some are an hour off since 2026. A newer Node.js knows better.`,
  ),
  ...warnIf(
    stopDelay + deadline + margin > stopWithin,
    `DEADLINE_MS and STOP_DELAY_MS come to ${deadline + stopDelay}: a stop takes ${stopWithin} ms at most, whoever is not answered by then.`,
  ),
  ...sources.flatMap(({ id, isTimeZoneKnown, url }) => [
    ...warnIf(
      !isTimeZoneKnown,
      `Source ${id} has no time zone set: figures cut in the account's own days are approximate.`,
    ),
    ...warnIf(isOpenToRead(url), `Source ${id} is read over http: its credentials can be read on the way.`),
  ]),
]

const warnIf = (isSo: boolean, warning: string): readonly string[] => (isSo ? [warning] : [])

function isOpenToRead(url: unknown): boolean {
  if (typeof url !== 'string') return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !isLoopback(hostname)
}
