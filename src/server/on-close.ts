import type { ServerResponse } from 'node:http'

const callbacksOf = new WeakMap<ServerResponse, (() => void)[]>()

/**
 * Calls back when a response closes, at once if it has closed already: Node reports it once, and a client may disconnect
 * while it is authenticated. Requests without a socket have no response of Node.
 */
export function onClose(response: ServerResponse | undefined, callback: () => void): void {
  if (response?.closed || response?.req.socket.destroyed) callback()
  else if (response) addCallback(response, callback)
}

/** All callbacks share one listener, because Node warns of more than ten listeners. */
function addCallback(response: ServerResponse, callback: () => void): void {
  const callbacks = callbacksOf.get(response) ?? []
  if (callbacks.push(callback) > 1) return
  callbacksOf.set(response, callbacks)
  response.once('close', () => {
    for (const each of callbacks) each()
  })
}
