import { type DemoUpstream, listen, type UpstreamHandler, type UpstreamResponse } from '../upstream.ts'
import { identify, readToken, type TokenOwner } from './access.ts'
import { ErrorResponse, reject } from './error-response.ts'
import { castInteger } from './parameters.ts'
import { findRoute } from './routes.ts'
import { indexRows } from './row-index.ts'
import type { ChatwootRows } from './rows.ts'
import { printJson, type RubyValue } from './ruby-json.ts'
import { createThrottle } from './throttle.ts'

export interface ChatwootOptions {
  readonly rows: ChatwootRows
  readonly accountId: number
  /** Other accounts on the server, without rows. Tokens of `other` belong to their administrators. */
  readonly otherAccountIds?: readonly number[]
  readonly tokens: Readonly<Record<string, TokenOwner>>
  /** Epoch milliseconds. Determines the zone of `timezone_offset` and the window of the throttle. */
  readonly now: () => number
  /** Unix seconds. Rows created at this instant or later do not exist yet. By default all rows exist. */
  readonly horizon?: () => number
  /** Maximum calls of `/reports` paths per minute and token; 100 by default. */
  readonly reportsPerMinute?: number
  readonly latencyMs?: number
  readonly port?: number
}

const noRows: ChatwootRows = {
  conversations: [],
  messages: [],
  events: [],
  responses: [],
  agents: [],
  inboxes: [],
  teams: [],
  labels: [],
}

/** Starts a server that responds like Chatwoot 4.15.1. */
export function startChatwoot(options: ChatwootOptions): Promise<DemoUpstream> {
  const { accountId, otherAccountIds = [], tokens, now, horizon = () => Number.POSITIVE_INFINITY } = options
  const index = indexRows(options.rows)
  const emptyIndex = indexRows(noRows)
  const throttle = createThrottle(options.reportsPerMinute ?? 100, now)

  /** Checks in the order of Chatwoot: throttle, route, token, account, membership, permission, parameters. */
  const handler: UpstreamHandler = ({ method, path, query, headers }) => {
    const token = readToken(headers)
    throttle.count(path, token)
    if (path === '/api') return toJsonResponse(describeServer(now()))
    const found = method === 'GET' || method === 'HEAD' ? findRoute(path) : null
    if (!found) reject(headers.accept?.includes('json') ? 'noRoute' : 'noPage')
    const owner = identify(token, tokens)
    const requestedId = castInteger(found.account)
    const isOther = otherAccountIds.includes(requestedId)
    if (requestedId !== accountId && !isOther) reject('notFound')
    if (isOther !== (owner === 'other')) reject('notMember')
    const role = owner === 'other' ? 'administrator' : owner
    if (found.route.access === 'administrator' && role !== 'administrator') reject('notAllowed')
    const rows = isOther ? emptyIndex : index
    return toJsonResponse(
      found.route.endpoint({ query, index: rows, accountId: requestedId, role, now: now(), horizon: horizon() }),
    )
  }

  return listen((request) => {
    try {
      return handler(request)
    } catch (error) {
      if (error instanceof ErrorResponse) return error.response
      throw error
    }
  }, options)
}

const toJsonResponse = (value: RubyValue): UpstreamResponse => ({
  status: 200,
  body: printJson(value),
  headers: { 'content-type': 'application/json; charset=utf-8' },
})

const describeServer = (now: number): RubyValue => ({
  version: '4.15.1',
  timestamp: new Date(now).toISOString().slice(0, 19).replace('T', ' '),
  queue_services: 'ok',
  data_services: 'ok',
})
