import type { Endpoint } from './call.ts'
import { getChannelSummaries } from './channel-summaries.ts'
import { getAgentSummaries, getInboxSummaries, getTeamSummaries } from './entity-summaries.ts'
import { getLabelSummaries } from './label-summaries.ts'
import { listAgents, listInboxes, listLabels, listTeams } from './lists.ts'
import { getConversations, getGroupedLiveMetrics, getLiveMetrics } from './live-reports.ts'
import { getOutgoingCounts } from './outgoing-counts.ts'
import { getReports } from './reports.ts'
import { getBotSummary, getSummary } from './summaries.ts'
import { getSurveyMetrics, listSurveys } from './surveys.ts'

export interface Route {
  readonly endpoint: Endpoint
  readonly access: 'administrator' | 'member'
}

/** By API version and path below the account. */
const routes: ReadonlyMap<string, Route> = new Map([
  ['v1/agents', { endpoint: listAgents, access: 'member' }],
  ['v1/csat_survey_responses', { endpoint: listSurveys, access: 'administrator' }],
  ['v1/csat_survey_responses/metrics', { endpoint: getSurveyMetrics, access: 'administrator' }],
  ['v1/inboxes', { endpoint: listInboxes, access: 'member' }],
  ['v1/labels', { endpoint: listLabels, access: 'member' }],
  ['v1/teams', { endpoint: listTeams, access: 'member' }],
  ['v2/live_reports/conversation_metrics', { endpoint: getLiveMetrics, access: 'administrator' }],
  ['v2/live_reports/grouped_conversation_metrics', { endpoint: getGroupedLiveMetrics, access: 'member' }],
  ['v2/reports', { endpoint: getReports, access: 'administrator' }],
  ['v2/reports/bot_summary', { endpoint: getBotSummary, access: 'administrator' }],
  ['v2/reports/conversations', { endpoint: getConversations, access: 'administrator' }],
  ['v2/reports/outgoing_messages_count', { endpoint: getOutgoingCounts, access: 'administrator' }],
  ['v2/reports/summary', { endpoint: getSummary, access: 'administrator' }],
  ['v2/summary_reports/agent', { endpoint: getAgentSummaries, access: 'administrator' }],
  ['v2/summary_reports/channel', { endpoint: getChannelSummaries, access: 'administrator' }],
  ['v2/summary_reports/inbox', { endpoint: getInboxSummaries, access: 'administrator' }],
  ['v2/summary_reports/label', { endpoint: getLabelSummaries, access: 'administrator' }],
  ['v2/summary_reports/team', { endpoint: getTeamSummaries, access: 'administrator' }],
])

const accountPath = /^\/api\/(v\d)\/accounts\/([^/]+)\/(.+?)\/?$/

export function findRoute(path: string): { readonly route: Route; readonly account: string } | null {
  const [, version, account = '', rest] = accountPath.exec(path) ?? []
  const route = routes.get(`${version}/${rest}`)
  return route ? { route, account } : null
}
