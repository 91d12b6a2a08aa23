import { describe, expect, it } from 'vitest'
import { registry } from '../../src/provider/registry.ts'

const conversations = { AGENT: true, TEAM: true, INBOX: true, TAG: false }
const tagsOverlap = { TAG: false }
const chats = { AGENT: true, TEAM: true, TAG: false }

/** By dataset, the dimensions whose slices never overlap (true) or may overlap (false). Others are not documented. */
const expected = {
  chatwoot: {
    conversations_count: conversations,
    incoming_messages_count: { TEAM: true, INBOX: true, TAG: false },
    outgoing_messages_count: conversations,
    resolutions_count: conversations,
    avg_first_response_time: conversations,
    avg_resolution_time: conversations,
    reply_time: conversations,
    summary: conversations,
    bot_summary: { TEAM: true, INBOX: true, TAG: false },
    csat: { AGENT: true, TEAM: true, INBOX: true },
    csat_by_agent: { AGENT: true, TEAM: true, INBOX: true },
    agent_summary: { AGENT: true },
    outgoing_by_agent: { AGENT: true },
    team_summary: { TEAM: true },
    outgoing_by_team: { TEAM: true },
    inbox_summary: { INBOX: true },
    outgoing_by_inbox: { INBOX: true },
    label_summary: tagsOverlap,
    outgoing_by_label: tagsOverlap,
  },
  livechat: {
    total_chats: chats,
    engagement: chats,
    not_replied_chats: tagsOverlap,
    ratings: chats,
    queued_visitors: undefined,
    waiting_times: undefined,
    availability: { AGENT: false, TEAM: false },
    chatting_time: tagsOverlap,
    first_response_time: chats,
    response_time: chats,
    agents_occupancy: undefined,
    goals: tagsOverlap,
    greetings: tagsOverlap,
    new_tickets: tagsOverlap,
    ticket_first_response_time: tagsOverlap,
    solved_tickets: tagsOverlap,
    resolution_time: tagsOverlap,
    ticket_sources: tagsOverlap,
    ticket_ratings: tagsOverlap,
    ranking: tagsOverlap,
    ticket_ranking: tagsOverlap,
  },
}

describe('the partitions of a dataset', () => {
  it.each(Object.entries(expected))('of %s are what the product documents', (name, table) => {
    const datasets = registry.get(name)?.provider.datasets ?? {}
    expect(Object.fromEntries(Object.entries(datasets).map(([key, { partitions }]) => [key, partitions]))).toEqual(
      table,
    )
  })
})
