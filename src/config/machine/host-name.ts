import { isIPv6 } from 'node:net'

/** What may stand between `//` and the path of a URL: no path, query or credentials that `new URL` would cut off. */
const authority = /^[^\s/\\?#@*]+$/

/**
 * The host of a `Host` header in the normal form of URLs: lower case, without port and trailing dot, IPv6 in brackets.
 * Undefined when the header is malformed.
 */
export function parseHost(header: string): string | undefined {
  if (!authority.test(header) || !URL.canParse(`http://${header}`)) return undefined
  return new URL(`http://${header}`).hostname.replace(/\.$/, '')
}

/** The same for a host as people write it in a configuration: a name or an address without a port. */
export function parseHostName(text: string): string | undefined {
  if (isIPv6(text)) return parseHost(`[${text}]`)
  return text.replace(/^\[.*\]$/, '').includes(':') ? undefined : parseHost(text)
}
