import { type DemoUpstream, listen, type UpstreamAnswer, type UpstreamHandler } from '../upstream.ts'
import { identify, readToken, type TokenOwner } from './access.ts'
import { castInteger } from './parameters.ts'
import { Refusal, refuse } from './refusal.ts'
import { findRoute } from './routes.ts'
import { indexRows } from './row-index.ts'
import type { ChatwootRows } from './rows.ts'
import { printJson, type RubyValue } from './ruby-json.ts'
import { createThrottle } from './throttle.ts'

export interface ChatwootOptions {
  readonly rows: ChatwootRows
  readonly accountId: number
  /** Accounts that exist beside it, without rows; tokens of `other` administer them. */
  readonly otherAccountIds?: readonly number[]
  readonly tokens: Readonly<Record<string, TokenOwner>>
  /** Epoch milliseconds; decides what timezone_offset means and when the throttle's minute begins. */
  readonly now: () => number
  /** Unix seconds: rows created at or after it do not exist yet. All exist by default. */
  readonly horizon?: () => number
  /** Calls of /reports paths a minute and token; 100 by default. */
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

/** A server that answers as Chatwoot 4.15.1 does. */
export function startChatwoot(options: ChatwootOptions): Promise<DemoUpstream> {
  const { accountId, otherAccountIds = [], tokens, now, horizon = () => Number.POSITIVE_INFINITY } = options
  const index = indexRows(options.rows)
  const emptyIndex = indexRows(noRows)
  const throttle = createThrottle(options.reportsPerMinute ?? 100, now)

  /** In Chatwoot's order: throttle, route, token, account, membership, permission, parameters. */
  const handler: UpstreamHandler = ({ method, path, query, headers }) => {
    const token = readToken(headers)
    throttle.count(path, token)
    if (path === '/api') return answerJson(describeServer(now()))
    const found = method === 'GET' || method === 'HEAD' ? findRoute(path) : null
    if (!found) refuse(headers.accept?.includes('json') ? 'noRoute' : 'noPage')
    const owner = identify(token, tokens)
    const asked = castInteger(found.account)
    const isOther = otherAccountIds.includes(asked)
    if (asked !== accountId && !isOther) refuse('notFound')
    if (isOther !== (owner === 'other')) refuse('notMember')
    const role = owner === 'other' ? 'administrator' : owner
    if (found.route.access === 'administrator' && role !== 'administrator') refuse('notAllowed')
    const rows = isOther ? emptyIndex : index
    return answerJson(
      found.route.endpoint({ query, index: rows, accountId: asked, role, now: now(), horizon: horizon() }),
    )
  }

  return listen((request) => {
    try {
      return handler(request)
    } catch (error) {
      if (error instanceof Refusal) return error.answer
      throw error
    }
  }, options)
}

const answerJson = (value: RubyValue): UpstreamAnswer => ({
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
