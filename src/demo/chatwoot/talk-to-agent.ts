import { type ConversationContext, day, hour, minute, type Outcome } from './conversation-context.ts'
import { drafts } from './conversation-simulator.ts'
import { listStaff } from './invented-account.ts'
import { busyness } from './rhythm.ts'

/** Simulates a conversation from when the customer starts to wait for an agent until its end. */
export function talkToAgent(context: ConversationContext, waitingSince: number): Outcome {
  const { random, simulator, office, startedAt } = context
  if (random.next() < 0.05) return closeUnanswered(context)
  const staff = listStaff(office, startedAt)
  const assigneeId = random.pick(staff)
  // Sometimes another agent sends the first reply; all others are from the assignee.
  const firstId = random.next() < 0.1 ? random.pick(staff) : assigneeId
  simulator.wait(inventDelay(context))
  simulator.send(drafts.agent(firstId))
  simulator.record('first_response', waitingSince, firstId)
  const firstReplyAt = simulator.now
  for (let rounds = random.poisson(1.4); rounds > 0; rounds -= 1) {
    reply(context, assigneeId, ask(context, random.between(30, 20 * minute)))
  }
  if (random.next() < 0.1) simulator.send({ ...drafts.agent(assigneeId), isPrivate: true })
  const status = random.next() < 0.99 ? 'resolved' : 'snoozed'
  if (status === 'resolved') resolve(context, assigneeId)
  return { status, assigneeId, firstReplyAt, waitingSince: null }
}

/** No agent replies, and the conversation is closed after some days. */
function closeUnanswered({ random, simulator, startedAt }: ConversationContext): Outcome {
  simulator.wait(random.between(day, 6 * day))
  simulator.send(drafts.activity)
  simulator.record('conversation_resolved', startedAt, null)
  return { status: 'resolved', assigneeId: null, firstReplyAt: null, waitingSince: null }
}

/** The customer writes again after `pause` seconds. Returns the time of the message. */
function ask({ simulator, customer }: ConversationContext, pause: number): number {
  simulator.wait(pause)
  simulator.send(customer)
  return simulator.now
}

function reply(context: ConversationContext, assigneeId: number, questionAt: number): void {
  const { simulator } = context
  simulator.wait(inventDelay(context))
  simulator.send(drafts.agent(assigneeId))
  simulator.record('reply_time', questionAt, assigneeId)
}

function resolve(context: ConversationContext, assigneeId: number): void {
  const { random, simulator, startedAt } = context
  simulator.wait(random.between(minute, 3 * hour))
  if (random.next() < 0.2) waitForThirdParty(context)
  simulator.send(drafts.activity)
  simulator.record('conversation_resolved', startedAt, assigneeId)
  const resolvedAt = simulator.now
  askForRating(context, assigneeId)
  if (random.next() > 0.06) return
  const questionAt = ask(context, random.between(2 * hour, 30 * hour))
  simulator.record('conversation_opened', resolvedAt, assigneeId)
  reply(context, assigneeId, questionAt)
  simulator.wait(random.between(minute, hour))
  simulator.record('conversation_resolved', startedAt, assigneeId)
}

/** The conversation waits for a third party. Sometimes the customer writes again and gets no reply. */
function waitForThirdParty(context: ConversationContext): void {
  const { random, simulator } = context
  if (random.next() < 0.4) ask(context, random.between(hour, day))
  simulator.wait(random.between(day, 6 * day))
}

const happyRatings = [4, 5, 5]
const unhappyRatings = [1, 1, 2, 3]

function askForRating({ random, dayLog, simulator, conversationId }: ConversationContext, agentId: number): void {
  if (random.next() > 0.6) return
  const messageId = simulator.send(drafts.survey)
  if (random.next() > 0.42) return
  simulator.wait(random.between(10, hour))
  // Ratings differ by agent.
  const isHappy = random.next() < 0.7 + 0.025 * (agentId % 8)
  const rating = random.pick(isHappy ? happyRatings : unhappyRatings)
  const feedback = random.next() < 0.7 ? null : rating > 3 ? 'Thank you, quick and friendly.' : 'It took too long.'
  const parties = { conversationId, messageId, contactId: conversationId, agentId }
  dayLog.rows.responses.push({ id: dayLog.nextId('responses'), ...parties, rating, feedback, createdAt: simulator.now })
}

/** The delay of a reply in seconds: minutes in office hours, an hour or more at night. */
function inventDelay({ random, simulator, office }: ConversationContext): number {
  const startOfHour = Math.floor(simulator.now / hour) * hour
  const mean = busyness(office, startOfHour * 1000) > 0.5 ? 7 * minute : 70 * minute
  return 5 + Math.round(-Math.log(1 - random.next()) * mean)
}
