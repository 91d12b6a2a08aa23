import type { ServerResponse } from 'node:http'

/**
 * Calls back when a response closes, at once if it has closed already: Node reports it once, and a client may disconnect
 * while it is authenticated. Requests without a socket have no response of Node.
 */
export function onClose(response: ServerResponse | undefined, callback: () => void): void {
  if (response?.closed || response?.req.socket.destroyed) callback()
  else response?.once('close', callback)
}
