import { BlockList, isIP, isIPv6 } from 'node:net'

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

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Whether only this machine reaches a host of this name or address, IPv4 addresses in IPv6 form included. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1')
  if (isIP(address) === 0) return host === 'localhost'
  return loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
