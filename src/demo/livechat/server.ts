import type { IncomingHttpHeaders } from 'node:http'
import { unescape as decode } from 'node:querystring'
import { type DemoUpstream, listen, type UpstreamRequest } from '../upstream.ts'
import { agent } from './agents.ts'
import type { Endpoint } from './endpoint.ts'
import { ErrorResponse, reject, toJsonResponse } from './error-response.ts'
import { indexEvents } from './event-index.ts'
import type { LiveChatEvents } from './events.ts'
import { lists } from './lists.ts'
import { readParameters } from './parameters.ts'
import { readQuestion } from './question.ts'
import { reports } from './reports.ts'

export interface LiveChatOptions {
  readonly events: LiveChatEvents
  readonly login: string
  readonly apiKey: string
  /** The time zone of endpoints without `timezone`, and the default of those with it. */
  readonly timeZone: string
  /** Epoch milliseconds. Determines the default dates and the weeks of the occupancy. */
  readonly now: () => number
  /** Unix seconds. Events at this instant or later do not exist yet; intervals are truncated at it. */
  readonly horizon?: () => number
  readonly latencyMs?: number
  readonly port?: number
}

const endpoints = new Map<string, Endpoint>(Object.entries({ ...reports, ...lists }))

function findEndpoint(path: string): Endpoint | undefined {
  const [, login] = /^\/agents\/([^/]+)$/.exec(path) ?? []
  return login === undefined ? endpoints.get(path) : agent(decode(login))
}

/** LiveChat's Reports API, version 2, over these events. */
export function startLiveChat(options: LiveChatOptions): Promise<DemoUpstream> {
  const { events, login, apiKey, timeZone, now, horizon = () => Number.POSITIVE_INFINITY } = options
  const index = indexEvents(events)
  const credentials = `Basic ${Buffer.from(`${login}:${apiKey}`).toString('base64')}`

  function openEndpoint(path: string, headers: IncomingHttpHeaders): Endpoint {
    const endpoint = findEndpoint(path)
    if (!endpoint) return reject(404, 'Not found')
    if (headers.authorization !== credentials) {
      reject(401, 'You have no rights to access this data. Check your API Key and/or username')
    }
    // What LiveChat does without a version is nowhere published: 400 is a guess.
    if (headers['x-api-version'] !== '2') reject(400, 'X-API-Version must be 2')
    return endpoint
  }

  function respond({ path, query, headers }: UpstreamRequest & { readonly headers: IncomingHttpHeaders }): object {
    const endpoint = openEndpoint(path, headers)
    const parameters = readParameters(query, endpoint.parameters, events)
    const present = { now: now() / 1000, horizon: horizon() }
    return endpoint.respond(index, readQuestion(parameters, timeZone, index, present))
  }

  return listen((request) => {
    try {
      return toJsonResponse(respond(request))
    } catch (error) {
      if (error instanceof ErrorResponse) return error.response
      throw error
    }
  }, options)
}
