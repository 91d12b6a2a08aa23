import type { Config } from './config.ts'
import { isLoopback } from './loopback.ts'
import { countConnectionsWithin, countFilesNeeded } from './open-files.ts'
import { stopWithin } from './stop-within.ts'

/** From this version on Vancouver, Edmonton and Casablanca keep the hour that they now have. */
const goodTimeZones = '2026c'

/** Milliseconds in which an answer comes out once its deadline has passed. */
const margin = 1_000

/**
 * What works, but not as one may think. `timeZones`: the version of the time zone database, such as 2026c.
 * `openFiles`: how many files and sockets the process may have open, where there is a limit.
 */
export const listWarnings = (
  { sources, deadline, stopDelay, serving: { limits } }: Config,
  timeZones: string,
  openFiles = Number.POSITIVE_INFINITY,
): readonly string[] => [
  ...warnIf(
    countConnectionsWithin(openFiles, sources.length) < limits.connections,
    `limits.connections is ${limits.connections}, but this process may have only ${openFiles} files and sockets open: it accepts ${countConnectionsWithin(openFiles, sources.length)} connections. Raise the limit of open files to ${countFilesNeeded(limits.connections, sources.length)} (ulimit -n, or LimitNOFILE in systemd), or lower limits.connections.`,
  ),
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
