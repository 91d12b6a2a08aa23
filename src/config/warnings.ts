import type { Config } from './config.ts'
import { isLoopback } from './loopback.ts'

/** What works, but not as one may think. */
export const listWarnings = ({ sources }: Config): string[] =>
  sources.flatMap(({ id, isTimeZoneKnown, url }) => [
    ...(isTimeZoneKnown
      ? []
      : [`Source ${id} has no time zone set: figures cut in the account's own days are approximate.`]),
    ...(isOpenToRead(url) ? [`Source ${id} is read over http: its credentials can be read on the way.`] : []),
  ])

function isOpenToRead(url: unknown): boolean {
  if (typeof url !== 'string') return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !isLoopback(hostname)
}
