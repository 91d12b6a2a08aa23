import { botSummary } from './bot-summary.ts'
import { csat } from './csat.ts'
import { csatByAgent } from './csat-by-agent.ts'
import { memberSummary, outgoingByMember } from './member-totals.ts'
import { counts, means } from './series.ts'
import { summary } from './summary.ts'

/** Chatwoot's datasets; series have Chatwoot's own metric names. */
export const datasets = {
  conversations_count: counts(
    'conversations_count',
    'Counted once, when created; reopening is not counted. By agent: conversations that are assigned to the agent now.',
  ),
  incoming_messages_count: counts(
    'incoming_messages_count',
    'Chatwoot does not record which agent a message was for.',
    // For an agent, Chatwoot counts incoming messages among those that the agent sent: always 0.
    ['TEAM', 'INBOX', 'TAGS'],
  ),
  outgoing_messages_count: counts(
    'outgoing_messages_count',
    'Private notes and messages of bots and campaigns are counted; automatic greetings and surveys are not. By agent: messages that the agent sent.',
  ),
  resolutions_count: counts(
    'resolutions_count',
    'Credited to the assignee at the time of resolution. Before Chatwoot 4.6, a conversation counts once, and only while it stays resolved.',
  ),
  avg_first_response_time: means('avg_first_response_time'),
  avg_resolution_time: means('avg_resolution_time'),
  reply_time: means('reply_time'),
  summary,
  bot_summary: botSummary,
  csat,
  csat_by_agent: csatByAgent,
  agent_summary: memberSummary('AGENT'),
  outgoing_by_agent: outgoingByMember('AGENT'),
  team_summary: memberSummary('TEAM'),
  outgoing_by_team: outgoingByMember('TEAM'),
  inbox_summary: memberSummary('INBOX'),
  outgoing_by_inbox: outgoingByMember('INBOX'),
  label_summary: memberSummary('TAG'),
  outgoing_by_label: outgoingByMember('TAG'),
}
