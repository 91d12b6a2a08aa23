import { type Cast, day, hour, minute, type Outcome } from './actors.ts'
import { speech } from './conversation-simulator.ts'
import { listStaff } from './invented-account.ts'
import { busyness } from './rhythm.ts'

/** From the moment the customer waits for a person to the end of the conversation. */
export function talkToAgent(cast: Cast, waitingSince: number): Outcome {
  const { random, story, office, begunAt } = cast
  if (random.next() < 0.05) return closeUnanswered(cast)
  const staff = listStaff(office, begunAt)
  const assigneeId = random.pick(staff)
  // A faster colleague is credited with the first answer, the assignee with all others.
  const firstId = random.next() < 0.1 ? random.pick(staff) : assigneeId
  story.wait(inventDelay(cast))
  story.say(speech.agent(firstId))
  story.record('first_response', waitingSince, firstId)
  const firstReplyAt = story.now
  for (let rounds = random.poisson(1.4); rounds > 0; rounds -= 1) {
    answer(cast, assigneeId, ask(cast, random.between(30, 20 * minute)))
  }
  if (random.next() < 0.1) story.say({ ...speech.agent(assigneeId), isPrivate: true })
  const status = random.next() < 0.99 ? 'resolved' : 'snoozed'
  if (status === 'resolved') resolve(cast, assigneeId)
  return { status, assigneeId, firstReplyAt, waitingSince: null }
}

/** Nobody takes it; after some days it is closed. */
function closeUnanswered({ random, story, begunAt }: Cast): Outcome {
  story.wait(random.between(day, 6 * day))
  story.say(speech.activity)
  story.record('conversation_resolved', begunAt, null)
  return { status: 'resolved', assigneeId: null, firstReplyAt: null, waitingSince: null }
}

/** The customer writes again after `pause` seconds; returns when. */
function ask({ story, customer }: Cast, pause: number): number {
  story.wait(pause)
  story.say(customer)
  return story.now
}

function answer(cast: Cast, assigneeId: number, askedAt: number): void {
  const { story } = cast
  story.wait(inventDelay(cast))
  story.say(speech.agent(assigneeId))
  story.record('reply_time', askedAt, assigneeId)
}

function resolve(cast: Cast, assigneeId: number): void {
  const { random, story, begunAt } = cast
  story.wait(random.between(minute, 3 * hour))
  if (random.next() < 0.2) linger(cast)
  story.say(speech.activity)
  story.record('conversation_resolved', begunAt, assigneeId)
  const resolvedAt = story.now
  askForRating(cast, assigneeId)
  if (random.next() > 0.06) return
  const askedAt = ask(cast, random.between(2 * hour, 30 * hour))
  story.record('conversation_opened', resolvedAt, assigneeId)
  answer(cast, assigneeId, askedAt)
  story.wait(random.between(minute, hour))
  story.record('conversation_resolved', begunAt, assigneeId)
}

/** Somebody else has to do something first; now and then the customer asks how it goes, and is not answered. */
function linger(cast: Cast): void {
  const { random, story } = cast
  if (random.next() < 0.4) ask(cast, random.between(hour, day))
  story.wait(random.between(day, 6 * day))
}

const happyRatings = [4, 5, 5]
const unhappyRatings = [1, 1, 2, 3]

function askForRating({ random, diary, story, conversationId }: Cast, agentId: number): void {
  if (random.next() > 0.6) return
  const messageId = story.say(speech.survey)
  if (random.next() > 0.42) return
  story.wait(random.between(10, hour))
  // Some are better liked than others.
  const isHappy = random.next() < 0.7 + 0.025 * (agentId % 8)
  const rating = random.pick(isHappy ? happyRatings : unhappyRatings)
  const feedback = random.next() < 0.7 ? null : rating > 3 ? 'Thank you, quick and friendly.' : 'It took too long.'
  const parties = { conversationId, messageId, contactId: conversationId, agentId }
  diary.rows.responses.push({ id: diary.nextId('responses'), ...parties, rating, feedback, createdAt: story.now })
}

/** Minutes while the office is busy, an hour or more at night. */
function inventDelay({ random, story, office }: Cast): number {
  const startOfHour = Math.floor(story.now / hour) * hour
  const mean = busyness(office, startOfHour * 1000) > 0.5 ? 7 * minute : 70 * minute
  return 5 + Math.round(-Math.log(1 - random.next()) * mean)
}
