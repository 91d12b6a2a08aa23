import { isIPv6 } from 'node:net'

/** Connections that share a limit. */
export interface ConnectionGroup<Connection> {
  readonly size: number
  add(connection: Connection): void
  delete(connection: Connection): void
  /** An idle connection may be closed to make room, the longest idle first. */
  setIdle(connection: Connection, isAuthenticated: boolean): void
  setBusy(connection: Connection): void
  /** Closes an idle connection if the group is full. Returns whether there is room for another connection. */
  makeRoom(): boolean
}

/**
 * Unauthenticated connections are closed before authenticated ones while they are more than this part of the limit.
 * Fewer are not, because a new connection is unauthenticated until its first request has arrived.
 */
const shareOfUnauthenticated = 0.1

/** `close` must delete the connection from its groups at once. */
export function createConnectionGroup<Connection>(
  limit: number,
  close: (connection: Connection) => void,
): ConnectionGroup<Connection> {
  const members = new Set<Connection>()
  // Sets keep the order of insertion: the longest idle connection comes first.
  const unauthenticated = new Set<Connection>()
  const authenticated = new Set<Connection>()

  function setBusy(connection: Connection): void {
    unauthenticated.delete(connection)
    authenticated.delete(connection)
  }

  return {
    get size() {
      return members.size
    },
    add: (connection) => void members.add(connection),
    delete(connection) {
      setBusy(connection)
      members.delete(connection)
    },
    setIdle(connection, isAuthenticated) {
      setBusy(connection)
      const idle = isAuthenticated ? authenticated : unauthenticated
      idle.add(connection)
    },
    setBusy,
    makeRoom() {
      if (members.size < limit) return true
      const isCrowded = unauthenticated.size > limit * shareOfUnauthenticated || authenticated.size === 0
      const [oldest] = isCrowded ? unauthenticated : authenticated
      if (oldest !== undefined) close(oldest)
      return members.size < limit
    },
  }
}

/** Acquires a slot for a client. Returns an idempotent release function, or undefined if the client is at its limit. */
export type AcquireSlot = (client: string) => (() => void) | undefined

/** A semaphore for each client. */
export function createClientSlots(slotsPerClient: number): AcquireSlot {
  const counts = new Map<string, number>()
  return (client) => {
    const count = counts.get(client) ?? 0
    if (count >= slotsPerClient) return undefined
    counts.set(client, count + 1)
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      const remaining = (counts.get(client) ?? 0) - 1
      if (remaining > 0) counts.set(client, remaining)
      else counts.delete(client)
    }
  }
}

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
