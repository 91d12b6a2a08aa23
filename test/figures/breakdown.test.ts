import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import { askBreakdowns, type SliceDetail } from '../support/ask-breakdown.ts'
import type { Filter } from '../support/brute-force/answer.ts'
import { type Bucket, bucketsOf, dayRange } from '../support/brute-force/calendar.ts'
import { type Truth, truthOfBoth, truthOfChatwoot, truthOfLiveChat } from '../support/compare-figures.ts'
import { findSliceDifferences } from '../support/compare-slices.ts'
import { cutEvents, cutTalk } from '../support/cut-events.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from '../support/gateway.ts'
import { toSpan } from '../support/instants.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'
import { type KnownMember, toAgents, toInboxes, toTags, toTeams } from '../support/members.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
/** Clocks change within them in Warsaw and New York, and some of them are yet to come. */
const [first, last] = ['2026-10-24', '2026-11-22']
/** Some days more on either side, of which nothing may be counted. */
const window = toSpan('2026-10-20T00:00Z', '2026-11-26T00:00Z')
const rows = cutTalk(inventChatwootRows(now), window)
const events = cutEvents(inventLiveChatEvents(now), window)

type Compare = (
  gateway: TestGateway,
  timeZone: string,
  buckets: readonly Bucket[],
  detail: SliceDetail,
) => Promise<readonly string[]>

/** Asks for breakdowns of some metrics and compares each slice with the truth, narrowed by a filter. */
function compareBy<Metric extends string>(
  truth: Truth<Metric>,
  by: string,
  members: readonly KnownMember[],
  metrics: readonly Metric[],
  [asked, filter]: readonly [asked: object, filter: Filter] = [{}, {}],
): Compare {
  return async (gateway, timeZone, buckets, detail) => {
    const days = { first, last }
    const scope = {
      range: { days },
      granularity: 'WEEK',
      timeZone,
      filter: { ...asked, sources: truth.sources },
    } as const
    const answers = await askBreakdowns(gateway, { metrics, scope, by }, detail)
    const question = { truth, scope, buckets, filter, now }
    return metrics.flatMap((metric, place) => {
      const answer = answers[place]
      if (!answer || answer.gaps.length > 0) return [`${metric}: ${JSON.stringify(answer?.gaps)}`]
      return findSliceDifferences(answer, members, { ...question, metric }, detail)
    })
  }
}

const chatwoot = truthOfChatwoot(rows)
const liveChat = truthOfLiveChat(events)
const both = truthOfBoth(rows, events)

const logins = events.agents.map(({ login, name }) => ({ name, email: login }))
const groups = toTeams(
  'sales',
  events.groups.filter(({ id }) => id !== 0),
)
const labels = rows.labels.map(({ title }) => title)
const tags = events.tags.map(({ name }) => name)
const agentEmail = 'gita.rao@demo.example'

const means = ['FIRST_RESPONSE_TIME', 'RESPONSE_TIME', 'RESOLUTION_TIME'] as const
const counts = ['CONVERSATIONS', 'RESOLUTIONS', 'OUTGOING_MESSAGES'] as const
const ratings = ['RATINGS_GOOD', 'RATINGS_BAD', 'SATISFACTION'] as const
const work = ['CONVERSATIONS', 'TICKETS_SOLVED', 'TICKET_RESOLUTION_TIME', 'RESPONSE_TIME', 'SATISFACTION'] as const
const queue = ['QUEUED_VISITORS', 'QUEUE_WAITING_TIME', 'QUEUE_WAITING_TIME_MAX', 'ABANDONMENT_RATE'] as const
const sharedByTag = ['CONVERSATIONS', 'FIRST_RESPONSE_TIME', 'RESPONSE_TIME'] as const

const questions: readonly (readonly [string, Compare])[] = [
  ['Chatwoot by agent', compareBy(chatwoot, 'AGENT', toAgents(rows.agents), [...counts, ...means, ...ratings])],
  [
    'Chatwoot by team',
    compareBy(chatwoot, 'TEAM', toTeams('support', rows.teams), [...counts, ...means, ...ratings, 'BOT_RESOLUTIONS']),
  ],
  [
    'Chatwoot by inbox',
    compareBy(chatwoot, 'INBOX', toInboxes('support', rows.inboxes), [...counts, ...means, ...ratings, 'BOT_HANDOFFS']),
  ],
  ['Chatwoot by tag', compareBy(chatwoot, 'TAG', toTags(labels), [...counts, ...means, 'INCOMING_MESSAGES'])],
  ['LiveChat by agent', compareBy(liveChat, 'AGENT', toAgents(logins), [...work, 'AVAILABILITY'])],
  ['LiveChat by group', compareBy(liveChat, 'TEAM', groups, [...work, ...queue])],
  ['LiveChat by tag', compareBy(liveChat, 'TAG', toTags(tags), [...work, 'GREETINGS_DISPLAYED'])],
  ['both products by agent', compareBy(both, 'AGENT', toAgents(rows.agents), [...sharedByTag, ...ratings])],
  ['both products by tag', compareBy(both, 'TAG', toTags([...new Set([...labels, ...tags])]), sharedByTag)],
  [
    'agents of one LiveChat group',
    compareBy(liveChat, 'AGENT', toAgents(logins), work, [{ team: 'sales:team:2' }, { team: 2 }]),
  ],
  ['LiveChat groups of one agent', compareBy(liveChat, 'TEAM', groups, work, [{ agentEmail }, { agentEmail }])],
  [
    'ratings of one Chatwoot agent by inbox',
    compareBy(chatwoot, 'INBOX', toInboxes('support', rows.inboxes), ratings, [{ agentEmail }, { agentEmail }]),
  ],
  [
    'ratings in one inbox by agent',
    compareBy(chatwoot, 'AGENT', toAgents(rows.agents), ratings, [{ inbox: 'support:inbox:3' }, { inbox: 3 }]),
  ],
  [
    'one agent of both products',
    compareBy(
      both,
      'AGENT',
      toAgents(rows.agents.filter(({ email }) => email === agentEmail)),
      [...sharedByTag, ...ratings],
      [{ agentEmail }, { agentEmail }],
    ),
  ],
]

let support: Awaited<ReturnType<typeof startChatwootSource>>

beforeAll(async () => {
  support = await startChatwootSource(rows, now)
})

afterAll(() => support[1].close())

describe.each(['Europe/Warsaw', 'America/New_York', 'Asia/Kolkata'])('slices in %s', (timeZone) => {
  const buckets = bucketsOf(dayRange(first, last, timeZone), 'WEEK', timeZone)
  let gateway: TestGateway
  let upstream: DemoUpstream

  beforeAll(async () => {
    const [sales, server] = await startLiveChatSource(events, now, { timeZone })
    upstream = server
    gateway = startGateway([support[0], sales], () => now, { deadline: 60_000 })
  })

  afterAll(async () => {
    await gateway.close()
    await upstream.close()
  })

  describe.each(['totals', 'sampleSize', 'buckets'] as const)('with %s', (detail) => {
    it.each(questions)('of %s are those of the events', async (_, compare) => {
      expect(await compare(gateway, timeZone, buckets, detail)).toEqual([])
    })
  })
})
