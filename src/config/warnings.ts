import { knownScopesClaims } from '../auth/permission.ts'
import type { Config } from './config.ts'
import { isLoopback } from './machine/addresses.ts'
import { countConnectionsWithin, countFilesNeeded } from './machine/open-files.ts'
import { shutdownTimeout } from './shutdown-timeout.ts'

/** The first version with the 2026 rules of Vancouver, Edmonton and Casablanca, which end their clock changes. */
const goodTimeZones = '2026c'

/** Milliseconds that a response takes to be written after its deadline. */
const margin = 1_000

/**
 * Settings that are valid but may surprise. `timeZones` is the version of the time zone database, such as 2026c;
 * `openFiles` the limit of open files and sockets of the process.
 */
export const listWarnings = (
  { sources, deadline, stopDelay, access, nodeEnvironment, serving: { limits, allowedHosts } }: Config,
  timeZones: string,
  openFiles = Number.POSITIVE_INFINITY,
): readonly string[] => [
  ...warnIf(
    countConnectionsWithin(openFiles, sources.length) < limits.connections,
    `limits.connections is ${limits.connections}, but the process may have only ${openFiles} open files and sockets: it accepts ${countConnectionsWithin(openFiles, sources.length)} connections. Raise the limit of open files (ulimit -n, or LimitNOFILE in systemd) to at least ${countFilesNeeded(limits.connections, sources.length)}, or lower limits.connections.`,
  ),
  ...warnIf(
    timeZones < goodTimeZones,
    `The time zone database of this Node.js is version ${timeZones}: in zones that changed their rules in 2026, days and hours may be an hour off. Use a Node.js release with version ${goodTimeZones} or later.`,
  ),
  ...warnIf(
    stopDelay + deadline + margin > shutdownTimeout,
    `DEADLINE_MS and STOP_DELAY_MS add up to ${deadline + stopDelay} ms: a shutdown ends after ${shutdownTimeout} ms and cuts off requests that take longer. Keep the sum at ${shutdownTimeout - margin} ms or less.`,
  ),
  ...warnIf(
    access?.jwt !== undefined && access.jwt.scopesClaim === undefined,
    `jwt.scopesClaim is not set: a token without any of the claims ${knownScopesClaims.join(', ')} may read everything. Set jwt.scopesClaim to the name of the claim that lists permissions.`,
  ),
  ...warnIf(
    /^prod/i.test(nodeEnvironment) && nodeEnvironment !== 'production',
    `NODE_ENV is ${nodeEnvironment}, which is not production: GraphiQL, introspection and the demo are on. Set NODE_ENV=production.`,
  ),
  ...warnIf(
    access === undefined && allowedHosts !== undefined && allowedHosts.length > 0,
    'allowedHosts is set without clients or jwt: everyone who can reach the gateway under these names may read all reports. Configure clients or jwt.',
  ),
  ...listSameAccounts(sources).map(
    (ids) =>
      `Sources ${ids.join(' and ')} read the same account: its figures are counted ${ids.length} times. Remove all but one.`,
  ),
  ...sources.flatMap(({ id, isTimeZoneKnown, url }) => [
    ...warnIf(
      !isTimeZoneKnown,
      `Source ${id} has no time zone: figures that the product counts by the account's own days are approximate. Set timeZone to the time zone of the account.`,
    ),
    ...warnIf(
      isOpenToRead(url),
      `Source ${id} is read over http: its credentials are sent unencrypted. Use an https URL.`,
    ),
  ]),
]

const warnIf = (isSo: boolean, warning: string): readonly string[] => (isSo ? [warning] : [])

/** Ids of sources whose settings differ in nothing but names, time zones and limits. */
function listSameAccounts(sources: Config['sources']): readonly (readonly string[])[] {
  const ids = new Map<string, string[]>()
  for (const { id, provider, url, accountId, login } of sources) {
    const account = JSON.stringify([provider, url, accountId, login])
    ids.set(account, [...(ids.get(account) ?? []), id])
  }
  return [...ids.values()].filter(({ length }) => length > 1)
}

function isOpenToRead(url: unknown): boolean {
  if (typeof url !== 'string') return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !isLoopback(hostname)
}
