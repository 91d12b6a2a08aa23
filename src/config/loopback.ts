import { isIPv4 } from 'node:net'

/** Whether only this machine reaches a host of this name or address. */
export const isLoopback = (host: string): boolean =>
  ['localhost', '::1', '[::1]'].includes(host) || (isIPv4(host) && host.startsWith('127.'))
