import type { Random } from '../random.ts'
import { type ConversationContext, day, hour, minute, type Outcome } from './conversation-context.ts'
import { type DayLog, drafts, startConversation } from './conversation-simulator.ts'
import { botInboxes, inventedAccount } from './invented-account.ts'
import type { Arrival } from './rhythm.ts'
import { talkToAgent } from './talk-to-agent.ts'

/** Invents one conversation, from the first message to the end, and adds its rows to the day log. */
export function inventConversation(random: Random, dayLog: DayLog, { at, office }: Arrival): void {
  const conversationId = dayLog.nextId('conversations')
  const inbox = random.pick(office.inboxes)
  const simulator = startConversation(random, dayLog, { conversationId, inbox, at })
  const customer = drafts.customer(conversationId)
  simulator.send(customer)
  const context = { random, dayLog, simulator, office, customer, conversationId, startedAt: at }
  const outcome = botInboxes.has(inbox) && random.next() < 0.5 ? talkToBot(context) : talkToAgent(context, at)
  const labels = inventLabels(random)
  const teamId = labels.includes('refund') ? 1 : random.next() < 0.85 ? office.teamId : null
  dayLog.rows.conversations.push({ id: conversationId, inboxId: inbox.id, teamId, createdAt: at, labels, ...outcome })
}

function inventLabels(random: Random): readonly string[] {
  const count = random.pick([0, 0, 1, 1, 1, 2])
  const titles = Array.from({ length: count }, () => random.pick(inventedAccount.labels).title)
  return [...new Set(titles)].sort()
}

function talkToBot(context: ConversationContext): Outcome {
  const { random, simulator, startedAt, customer } = context
  simulator.wait(random.between(2, 10))
  simulator.send(drafts.bot)
  simulator.wait(random.between(minute, 5 * minute))
  simulator.send(customer)
  const fate = random.next()
  if (fate < 0.5) return resolveByBot(context)
  simulator.wait(random.between(2, 10))
  simulator.record('conversation_bot_handoff', startedAt, null)
  if (fate < 0.9) return talkToAgent(context, simulator.now)
  // No agent took over: Chatwoot credits the bot with the resolution despite the handoff.
  simulator.wait(random.between(hour, 8 * hour))
  return resolveByBot(context)
}

/** Soon, or after days without a reply from the customer. */
function resolveByBot({ random, simulator, startedAt }: ConversationContext): Outcome {
  simulator.wait(random.next() < 0.4 ? random.between(minute, 10 * minute) : random.between(day, 6 * day))
  simulator.send(drafts.activity)
  simulator.record('conversation_resolved', startedAt, null)
  simulator.record('conversation_bot_resolved', startedAt, null)
  return { status: 'resolved', assigneeId: null, firstReplyAt: null, waitingSince: null }
}
