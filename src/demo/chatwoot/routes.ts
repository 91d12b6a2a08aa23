import type { Endpoint } from './call.ts'
import { listAgents, listInboxes, listLabels, listTeams } from './lists.ts'
import { answerReports } from './reports.ts'
import { answerBotSummary, answerSummary } from './summaries.ts'

export interface Route {
  readonly endpoint: Endpoint
  readonly access: 'administrator' | 'member'
}

/** By API version and the path below the account. */
const routes: ReadonlyMap<string, Route> = new Map([
  ['v1/agents', { endpoint: listAgents, access: 'member' }],
  ['v1/inboxes', { endpoint: listInboxes, access: 'member' }],
  ['v1/labels', { endpoint: listLabels, access: 'member' }],
  ['v1/teams', { endpoint: listTeams, access: 'member' }],
  ['v2/reports', { endpoint: answerReports, access: 'administrator' }],
  ['v2/reports/bot_summary', { endpoint: answerBotSummary, access: 'administrator' }],
  ['v2/reports/summary', { endpoint: answerSummary, access: 'administrator' }],
])

const accountPath = /^\/api\/(v\d)\/accounts\/([^/]+)\/(.+?)\/?$/

export function findRoute(path: string): { readonly route: Route; readonly account: string } | null {
  const [, version, account = '', rest] = accountPath.exec(path) ?? []
  const route = routes.get(`${version}/${rest}`)
  return route ? { route, account } : null
}
