import { describe, expect, it } from 'vitest'
import { conversation, event, message, noRows } from './chatwoot-rows.ts'
import { liveChatwoot } from './live-chatwoot.ts'

const answer = { type: 'outgoing', senderType: 'User', senderId: 7 } as const
const byBot = { type: 'outgoing', senderType: 'AgentBot', senderId: 1 } as const

const rows = {
  ...noRows,
  conversations: [
    // Opened, replied to, waiting again, resolved, and reopened by a last message.
    conversation(1, 1000, { assigneeId: 7, status: 'snoozed', firstReplyAt: 1020, waitingSince: 1100 }),
    // A bot hands it over, and no agent takes it.
    conversation(2, 1000, { teamId: 2, status: 'pending' }),
  ],
  messages: [
    message(1, 1000),
    message(1, 1010, { ...answer, isPrivate: true }),
    message(1, 1020, answer),
    message(1, 1030),
    message(1, 1100),
    message(1, 1200, { type: 'activity', senderType: null }),
    message(2, 1000),
    message(2, 1005, byBot),
    message(2, 1200),
  ],
  events: [
    event('conversation_resolved', 1, 1040),
    event('conversation_opened', 1, 1101),
    event('conversation_bot_handoff', 2, 1050),
  ],
  agents: [{ id: 7, name: 'Ada', email: 'ada@example.org', role: 'agent' as const }],
}

describe('liveChatwoot', () => {
  it.each<[number, string, readonly number[], readonly number[]]>([
    [1000, 'nothing before it has begun', [0, 0, 0, 0], [0, 0]],
    [1001, 'both open and unattended', [2, 2, 1, 0], [1, 1]],
    [1006, 'pending once the bot has spoken', [1, 1, 0, 1], [1, 1]],
    [1015, 'unattended in spite of a private note', [1, 1, 0, 1], [1, 1]],
    [1021, 'attended once answered', [1, 0, 0, 1], [1, 0]],
    [1031, 'unattended once asked again', [1, 1, 0, 1], [1, 1]],
    [1041, 'closed once resolved', [0, 0, 0, 1], [0, 0]],
    [1051, "nobody's once handed over", [1, 1, 1, 0], [0, 0]],
    [1102, 'open again', [2, 2, 1, 0], [1, 1]],
    [1201, 'as the rows say when all is written', [0, 0, 0, 1], [0, 0]],
  ])('finds at second %i: %s', (second, _, [open, unattended, unassigned, pending], [own, ownUnattended]) => {
    expect(liveChatwoot(rows, second * 1000)).toEqual({
      open,
      unattended,
      unassigned,
      pending,
      byAgent: [{ email: 'ada@example.org', open: own, unattended: ownUnattended }],
    })
  })

  it('counts one team', () => {
    expect(liveChatwoot(rows, 1_051_000, { team: 2 })).toMatchObject({ open: 1, unattended: 1, unassigned: 1 })
  })
})
