import { once } from 'node:events'
import { connect } from 'node:net'

/** Sends these very bytes to a server, and resolves with all that it says before it ends the connection. */
export async function sendRaw(url: string, ...pieces: readonly (string | Buffer)[]): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let answered = ''
  socket.on('data', (chunk) => (answered += chunk))
  // A server that has heard enough may reset the connection.
  socket.on('error', () => {})
  for (const piece of pieces) socket.write(piece)
  await once(socket, 'close')
  return answered
}

/** The head of a POST to the endpoint, whose body is so long; the connection ends with the answer. */
export const postHead = (length: number | 'chunked', ...headers: readonly string[]): string =>
  [
    'POST /graphql HTTP/1.1',
    'Host: localhost',
    'Connection: close',
    length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`,
    ...headers,
    '\r\n',
  ].join('\r\n')
