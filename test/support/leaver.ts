export interface Leaver {
  /** The head of the answer; rejects once he has left. */
  readonly response: Promise<Response>
  /** Closes the connection. */
  leave(): void
}

/** Asks a gateway over HTTP, and may close the connection before he is answered. */
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
