import { BlockList, isIP, isIPv6 } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Whether only this machine reaches a host of this name or address, IPv4 addresses in IPv6 form included. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1')
  if (isIP(address) === 0) return host === 'localhost'
  return loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
