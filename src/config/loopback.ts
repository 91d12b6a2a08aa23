import { isIPv4 } from 'node:net'

/** Whether a host name or address can be reached from this machine only. */
export const isLoopback = (host: string): boolean =>
  ['localhost', '::1', '[::1]'].includes(host) || (isIPv4(host) && host.startsWith('127.'))
