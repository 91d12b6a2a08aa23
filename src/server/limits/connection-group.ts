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
