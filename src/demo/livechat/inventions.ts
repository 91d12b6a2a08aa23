import type { Random } from '../random.ts'
import { times } from '../times.ts'
import { catalog } from './catalog.ts'
import type { Chat, QueueStay, ShownGreeting, Ticket } from './events.ts'
import { seasonalAgent } from './seasonal-agent.ts'

const minute = 60
const hour = 3600
const groupsOf = new Map<string, readonly number[]>(
  [...catalog.agents, seasonalAgent].map(({ login, groups }) => [login, groups]),
)
const teams = catalog.groups.flatMap(({ id }) => (id === 0 ? [] : [id]))

const tagLists = [...catalog.tags.map(({ name }) => [name]), [], [], ['billing', 'refund'], ['delivery', 'vip']]
const tagListsOf = new Map(
  teams.map((team) => {
    const foreign = catalog.tags.filter(({ group }) => group !== 0 && group !== team).map(({ name }) => name)
    return [team, tagLists.filter((tags) => !tags.some((tag) => foreign.includes(tag)))]
  }),
)
const pickTags = (random: Random, group: number) => random.pick(tagListsOf.get(group) ?? [[]])

const happens = (random: Random, chance: number): boolean => random.next() < chance

/** A skewed distribution: most values are near `low`, few near `high`. */
const skew = (random: Random, low: number, high: number): number => Math.round(low + (high - low) * random.next() ** 3)

const rate = (random: Random) => (happens(random, 0.86) ? 'good' : 'bad')
const pickGoal = (random: Random) => random.pick(catalog.goals).id

const assign = (random: Random, agents: readonly string[]) => {
  const agent = random.pick(agents)
  const group = random.pick(groupsOf.get(agent) ?? teams)
  return { agent, group, tags: pickTags(random, group) }
}

/** Invents one chat; `agents` are those on duty. */
export function inventChat(random: Random, start: number, agents: readonly string[]): Chat {
  const isMissed = happens(random, 0.04)
  const firstResponse = isMissed ? null : skew(random, 5, 120)
  const responses = times(isMissed ? 0 : random.between(1, 10), () => skew(random, 4, 100))
  const answering = responses.reduce((total, seconds) => total + seconds + random.between(10, 120), 0)
  const end = start + (firstResponse ?? random.between(60, 300)) + answering
  return {
    ...assign(random, agents),
    start,
    end,
    firstResponse,
    responses,
    engagement: random.pick(['immediate_start', 'immediate_start', 'immediate_start', 'auto_invite', 'manual_invite']),
    rating: happens(random, isMissed ? 0 : 0.35) ? rate(random) : null,
    reachedGoals: happens(random, 0.15)
      ? [{ goal: pickGoal(random), at: start + random.between(minute, 30 * minute) }]
      : [],
  }
}

export function inventTicket(random: Random, created: number, agents: readonly string[]): Ticket {
  const firstReply = happens(random, 0.92) ? created + skew(random, 5 * minute, 30 * hour) : null
  const solved = firstReply !== null && happens(random, 0.85) ? firstReply + skew(random, 10 * minute, 90 * hour) : null
  const isRated = solved !== null && happens(random, 0.3)
  return {
    ...assign(random, agents),
    created,
    firstReply,
    solved,
    source: random.pick(['mail', 'mail', 'mail', 'chat_window', 'chat_window', 'chat']),
    rating: isRated ? { value: rate(random), at: solved + skew(random, minute, 24 * hour) } : null,
  }
}

export function inventQueueStay(random: Random, enter: number): QueueStay {
  const hasLeft = happens(random, 0.3)
  return {
    enter,
    leave: enter + skew(random, 5, hasLeft ? 900 : 420),
    outcome: hasLeft ? 'left_queue' : 'entered_chat',
    group: random.pick(teams),
  }
}

export function inventGreeting(random: Random, at: number): ShownGreeting {
  const accepted = happens(random, 0.15)
  const rule = random.pick(catalog.greetingRules)
  const visited = random.pick(teams)
  const group = rule.group === 0 ? visited : rule.group
  return {
    at,
    greeting: rule.id,
    group,
    accepted,
    goal: accepted && happens(random, 0.3) ? pickGoal(random) : null,
    tags: accepted ? pickTags(random, group) : [],
  }
}
