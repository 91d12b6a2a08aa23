import { isIPv6 } from 'node:net'

const mappedAddress = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/**
 * What a client cannot change about its remote address: an IPv4 address, also in IPv6 form, or the /64 network of an
 * IPv6 address, within which one client can pick any address.
 */
export function toClientNetwork(remoteAddress: string): string {
  const [address = ''] = remoteAddress.split('%')
  if (!isIPv6(address)) return address
  const mapped = mappedAddress.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [head = [], tail = []] = address.split('::').map((part) => part.split(':').filter(String))
  const zeros = Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0')
  return [...head, ...zeros, ...tail].slice(0, 4).join(':')
}
