import type { Endpoint } from './call.ts'
import { answerChannelSummaries } from './channel-summaries.ts'
import { answerAgentSummaries, answerInboxSummaries, answerTeamSummaries } from './entity-summaries.ts'
import { answerLabelSummaries } from './label-summaries.ts'
import { listAgents, listInboxes, listLabels, listTeams } from './lists.ts'
import { answerConversations, answerGroupedLiveMetrics, answerLiveMetrics } from './live-reports.ts'
import { answerOutgoingCounts } from './outgoing-counts.ts'
import { answerReports } from './reports.ts'
import { answerBotSummary, answerSummary } from './summaries.ts'
import { answerSurveyMetrics, listSurveys } from './surveys.ts'

export interface Route {
  readonly endpoint: Endpoint
  readonly access: 'administrator' | 'member'
}

/** By API version and the path below the account. */
const routes: ReadonlyMap<string, Route> = new Map([
  ['v1/agents', { endpoint: listAgents, access: 'member' }],
  ['v1/csat_survey_responses', { endpoint: listSurveys, access: 'administrator' }],
  ['v1/csat_survey_responses/metrics', { endpoint: answerSurveyMetrics, access: 'administrator' }],
  ['v1/inboxes', { endpoint: listInboxes, access: 'member' }],
  ['v1/labels', { endpoint: listLabels, access: 'member' }],
  ['v1/teams', { endpoint: listTeams, access: 'member' }],
  ['v2/live_reports/conversation_metrics', { endpoint: answerLiveMetrics, access: 'administrator' }],
  ['v2/live_reports/grouped_conversation_metrics', { endpoint: answerGroupedLiveMetrics, access: 'member' }],
  ['v2/reports', { endpoint: answerReports, access: 'administrator' }],
  ['v2/reports/bot_summary', { endpoint: answerBotSummary, access: 'administrator' }],
  ['v2/reports/conversations', { endpoint: answerConversations, access: 'administrator' }],
  ['v2/reports/outgoing_messages_count', { endpoint: answerOutgoingCounts, access: 'administrator' }],
  ['v2/reports/summary', { endpoint: answerSummary, access: 'administrator' }],
  ['v2/summary_reports/agent', { endpoint: answerAgentSummaries, access: 'administrator' }],
  ['v2/summary_reports/channel', { endpoint: answerChannelSummaries, access: 'administrator' }],
  ['v2/summary_reports/inbox', { endpoint: answerInboxSummaries, access: 'administrator' }],
  ['v2/summary_reports/label', { endpoint: answerLabelSummaries, access: 'administrator' }],
  ['v2/summary_reports/team', { endpoint: answerTeamSummaries, access: 'administrator' }],
])

const accountPath = /^\/api\/(v\d)\/accounts\/([^/]+)\/(.+?)\/?$/

export function findRoute(path: string): { readonly route: Route; readonly account: string } | null {
  const [, version, account = '', rest] = accountPath.exec(path) ?? []
  const route = routes.get(`${version}/${rest}`)
  return route ? { route, account } : null
}
