import type { Random } from '../random.ts'
import { type Cast, day, hour, minute, type Outcome } from './actors.ts'
import { beginStory, type Diary, speech } from './conversation-simulator.ts'
import { botInboxes, inventedAccount } from './invented-account.ts'
import type { Arrival } from './rhythm.ts'
import { talkToAgent } from './talk-to-agent.ts'

/** One conversation, from the customer's first message to its end, written into the diary. */
export function inventConversation(random: Random, diary: Diary, { at, office }: Arrival): void {
  const conversationId = diary.nextId('conversations')
  const inbox = random.pick(office.inboxes)
  const story = beginStory(random, diary, { conversationId, inbox, at })
  const customer = speech.customer(conversationId)
  story.say(customer)
  const cast = { random, diary, story, office, customer, conversationId, begunAt: at }
  const outcome = botInboxes.has(inbox) && random.next() < 0.5 ? talkToBot(cast) : talkToAgent(cast, at)
  const labels = inventLabels(random)
  const teamId = labels.includes('refund') ? 1 : random.next() < 0.85 ? office.teamId : null
  diary.rows.conversations.push({ id: conversationId, inboxId: inbox.id, teamId, createdAt: at, labels, ...outcome })
}

function inventLabels(random: Random): readonly string[] {
  const count = random.pick([0, 0, 1, 1, 1, 2])
  const titles = Array.from({ length: count }, () => random.pick(inventedAccount.labels).title)
  return [...new Set(titles)].sort()
}

function talkToBot(cast: Cast): Outcome {
  const { random, story, begunAt, customer } = cast
  story.wait(random.between(2, 10))
  story.say(speech.bot)
  story.wait(random.between(minute, 5 * minute))
  story.say(customer)
  const fate = random.next()
  if (fate < 0.5) return resolveByBot(cast)
  story.wait(random.between(2, 10))
  story.record('conversation_bot_handoff', begunAt, null)
  if (fate < 0.9) return talkToAgent(cast, story.now)
  // Handed over, but nobody came: the bot is credited although it had given up.
  story.wait(random.between(hour, 8 * hour))
  return resolveByBot(cast)
}

/** At once, or after days in which the customer answered no more. */
function resolveByBot({ random, story, begunAt }: Cast): Outcome {
  story.wait(random.next() < 0.4 ? random.between(minute, 10 * minute) : random.between(day, 6 * day))
  story.say(speech.activity)
  story.record('conversation_resolved', begunAt, null)
  story.record('conversation_bot_resolved', begunAt, null)
  return { status: 'resolved', assigneeId: null, firstReplyAt: null, waitingSince: null }
}
