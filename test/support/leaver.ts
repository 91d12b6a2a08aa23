export interface Leaver {
  /** The head of the response; rejects once the client has disconnected. */
  readonly response: Promise<Response>
  /** Closes the connection. */
  leave(): void
}

/** A client that sends a request over HTTP, and may disconnect before the response. */
export function askToLeave(url: string, query: string, accept = 'application/json'): Leaver {
  const hangUp = new AbortController()
  const response = fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
    signal: hangUp.signal,
  })
  response.catch(() => {})
  return { response, leave: () => hangUp.abort() }
}
