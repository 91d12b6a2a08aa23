import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { RequestRejected } from '../../auth/permission.ts'
import { isLoopback } from '../../config/machine/addresses.ts'
import type { Limits } from '../../config/serving.ts'
import { type ConnectionGroup, createConnectionGroup, toClientNetwork } from './connection-group.ts'

export interface Connections {
  /**
   * Counts a response until it closes. Returns why nothing but health and metrics may be served, if the connection is
   * beyond a limit.
   */
  add(request: IncomingMessage, response: ServerResponse): RequestRejected | undefined
  /** From now on the request's connection may be idle for longer, and is not among the first to be closed for others. */
  markAuthenticated(request: IncomingMessage): void
  /** Closes connections that have no response in progress and had none at the previous call: what had arrived by then is read. */
  closeUnused(): void
}

interface Connection {
  readonly socket: Socket
  readonly responses: Set<ServerResponse>
  readonly groups: readonly ConnectionGroup<Connection>[]
  readonly rejection: RequestRejected | undefined
  isAuthenticated: boolean
  idleTimer?: NodeJS.Timeout
}

type ConnectionLimits = Pick<Limits, 'connections' | 'connectionsPerAddress' | 'unauthenticatedIdleMs'>

/** Connections that are accepted beyond the limits, so that health and metrics stay reachable. */
export const reservedConnections = 16

/** A reverse proxy on the same machine connects from a loopback address for all its clients. */
export const limitOfAddress = (address: string, { connections, connectionsPerAddress }: ConnectionLimits): number =>
  connectionsPerAddress ?? (isLoopback(address) ? connections : Math.ceil(connections / 4))

/**
 * Limits the connections of each client and of all, and knows which have a response in progress. Node counts
 * connections as busy on which nothing or half a request has arrived, and reports a disconnect only to the first of
 * several pipelined responses, so that the operations of the others would run on.
 */
export function trackConnections(server: Server, limits: ConnectionLimits): Connections {
  const open = new Map<Socket, Connection>()
  const all = createConnectionGroup(limits.connections, close)
  const reserve = createConnectionGroup(reservedConnections, close)
  const networks = new Map<string, ConnectionGroup<Connection>>()
  let unusedBefore: ReadonlySet<Connection> = new Set()

  function close(connection: Connection): void {
    for (const group of connection.groups) group.delete(connection)
    connection.socket.destroy()
  }

  function setIdle(connection: Connection): void {
    if (connection.socket.destroyed) return
    clearTimeout(connection.idleTimer)
    for (const group of connection.groups) group.setIdle(connection, connection.isAuthenticated)
    if (!connection.isAuthenticated)
      connection.idleTimer = setTimeout(() => close(connection), limits.unauthenticatedIdleMs)
  }

  function setBusy(connection: Connection): void {
    // A connection of the reserve always gives way to the next one: otherwise clients that do not read could use it up.
    if (connection.rejection) return
    clearTimeout(connection.idleTimer)
    for (const group of connection.groups) group.setBusy(connection)
  }

  /** The groups that a new connection belongs to; undefined if there is no room for it at all. */
  function findRoom(remoteAddress: string, network: string): Pick<Connection, 'groups' | 'rejection'> | undefined {
    const own = networks.get(network) ?? createConnectionGroup(limitOfAddress(remoteAddress, limits), close)
    const exceeded = own.makeRoom() ? (all.makeRoom() ? undefined : 'connections') : 'connectionsPerAddress'
    if (exceeded) return reserve.makeRoom() ? { groups: [reserve], rejection: tooMany(exceeded) } : undefined
    networks.set(network, own)
    return { groups: [all, own], rejection: undefined }
  }

  server.on('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket
    const network = toClientNetwork(remoteAddress)
    const room = findRoom(remoteAddress, network)
    if (!room) return socket.destroy()
    const connection: Connection = { socket, responses: new Set(), isAuthenticated: false, ...room }
    open.set(socket, connection)
    for (const group of connection.groups) group.add(connection)
    setIdle(connection)
    socket.once('close', () => {
      open.delete(socket)
      clearTimeout(connection.idleTimer)
      for (const group of connection.groups) group.delete(connection)
      if (networks.get(network)?.size === 0) networks.delete(network)
      for (const response of connection.responses) response.emit('close')
    })
  })

  return {
    add({ socket }, response) {
      const connection = open.get(socket)
      if (!connection) return undefined
      connection.responses.add(response)
      setBusy(connection)
      response.once('close', () => {
        connection.responses.delete(response)
        if (connection.responses.size === 0) setIdle(connection)
      })
      return connection.rejection
    },
    markAuthenticated({ socket }) {
      const connection = open.get(socket)
      if (!connection || connection.isAuthenticated) return
      connection.isAuthenticated = true
      if (connection.responses.size === 0) setIdle(connection)
    },
    closeUnused() {
      const unused = new Set([...open.values()].filter(({ responses }) => responses.size === 0))
      for (const connection of unused) if (unusedBefore.has(connection)) close(connection)
      unusedBefore = unused
    },
  }
}

const tooMany = (limit: 'connections' | 'connectionsPerAddress'): RequestRejected =>
  new RequestRejected(
    'OVERLOADED',
    limit === 'connections'
      ? 'all connections are in use (limits.connections)'
      : 'too many connections are in use from this address (limits.connectionsPerAddress)',
    1_000,
  )
