import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { RequestRejected } from '../auth/request-rejected.ts'
import { parseHost } from '../config/machine/host-name.ts'
import { isLoopback } from '../config/machine/loopback.ts'

interface HostSettings {
  /** Hosts besides loopback names. Absent: any host with authentication, none without. */
  readonly allowedHosts?: readonly string[] | undefined
  readonly isAuthenticated: boolean
}

/** Why a request is rejected for the host it is addressed to; undefined when it is accepted. */
export type CheckHost = (request: IncomingMessage) => RequestRejected | undefined

/**
 * Rejects requests for other hosts. Without this check a web page could point its own domain at a gateway on loopback
 * (DNS rebinding), and the browser would then send it requests from that page as same-origin ones.
 */
export function createHostCheck({ allowedHosts, isAuthenticated }: HostSettings): CheckHost {
  if (isAuthenticated && allowedHosts === undefined) return () => undefined
  const allowed = new Set(allowedHosts)
  const isAllowed = (host: string) => isLoopback(host) || host.endsWith('.localhost') || allowed.has(host)
  return ({ url = '', headers }) => {
    const host = parseHost(headers.host ?? '')
    if (host !== undefined && (isAllowed(host) || isScrapedByAddress(url, host))) return undefined
    return new RequestRejected('MISDIRECTED_REQUEST', describeHost(headers.host))
  }
}

/** Prometheus addresses replicas by IP address, which rebinding cannot take over. */
const isScrapedByAddress = (url: string, host: string): boolean =>
  isIP(host.replace(/^\[(.*)\]$/, '$1')) !== 0 && /^\/metrics(\?|$)/.test(url)

const maxLength = 100

function describeHost(header: string | undefined): string {
  const expected = 'send localhost, another loopback name, or a host listed in the setting allowedHosts'
  if (header === undefined) return `the request has no Host header: ${expected}`
  const shown = header.length > maxLength ? `${header.slice(0, maxLength)}…` : header
  return `the Host header "${shown}" is not accepted: ${expected}`
}
