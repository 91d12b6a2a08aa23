import type { Config } from './config.ts'
import { isLoopback } from './loopback.ts'

/** From this version on Vancouver, Edmonton and Casablanca keep the hour that they now have. */
const goodTimeZones = '2026c'

/** What works, but not as one may think. `timeZones`: the version of the time zone database, such as 2026c. */
export const listWarnings = ({ sources }: Config, timeZones: string): readonly string[] => [
  ...(timeZones < goodTimeZones
    ? [
        `Time zones are those of ${timeZones}, before ${goodTimeZones}: some are an hour off since 2026. A newer Node.js knows better.`,
      ]
    : []),
  ...sources.flatMap(({ id, isTimeZoneKnown, url }) => [
    ...(isTimeZoneKnown
      ? []
      : [`Source ${id} has no time zone set: figures cut in the account's own days are approximate.`]),
    ...(isOpenToRead(url) ? [`Source ${id} is read over http: its credentials can be read on the way.`] : []),
  ]),
]

function isOpenToRead(url: unknown): boolean {
  if (typeof url !== 'string') return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !isLoopback(hostname)
}
