import { type ClientSettings, createKey, hashKey } from '../../src/auth/api-key.ts'
import { allPermissions } from '../../src/auth/permission.ts'
import { subscribe } from './event-stream.ts'
import type { GraphQLAnswer } from './gateway.ts'
import { keepSecret } from './secrets.ts'

export interface Client {
  readonly key: string
  readonly settings: ClientSettings
}

/** A client with a key of its own. */
export function createClient(name: string, sources: readonly string[], more: Partial<ClientSettings> = {}): Client {
  const key = keepSecret(createKey())
  const limits = { scopes: allPermissions, operationsPerMinute: 1_000_000 }
  return { key, settings: { name, keyHash: keepSecret(hashKey(key)), sources, ...limits, ...more } }
}

export const toAccess = (...clients: readonly Client[]) => ({
  access: { clients: clients.map(({ settings }) => settings), failuresPerMinute: 1_000 },
})

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: GraphQLAnswer
}

/** Sends a request over HTTP with a key or token. */
export async function askAs(
  secret: string | undefined,
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<HttpAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(secret !== undefined && { authorization: `Bearer ${secret}` }) },
    body: JSON.stringify({ query, variables }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) }
}

/** The first event of a subscription with a key or token. */
export async function watchOnceAs(secret: string, url: string, query: string): Promise<GraphQLAnswer | undefined> {
  const stream = await subscribe(url, query, {}, { authorization: `Bearer ${secret}` })
  const answer = await stream.next()
  stream.close()
  return answer
}
