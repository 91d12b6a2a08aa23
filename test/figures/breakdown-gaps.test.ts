import { afterEach, describe, expect, it } from 'vitest'
import type { ChatwootRows } from '../../src/demo/chatwoot/rows.ts'
import type { LiveChatEvents } from '../../src/demo/livechat/events.ts'
import { askBreakdowns, type BreakdownQuestion, type SliceDetail } from '../support/ask-breakdown.ts'
import { bucketsOf, dayRange } from '../support/brute-force/calendar.ts'
import { truthOfChatwoot, truthOfLiveChat } from '../support/compare-figures.ts'
import { findSliceDifferences } from '../support/compare-slices.ts'
import { cutEvents, cutTalk } from '../support/cut-events.ts'
import { startChatwootSource, startGateway, startLiveChatSource } from '../support/gateway.ts'
import { toSpan } from '../support/instants.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'
import { toAgents, toTags, toTeams } from '../support/members.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const timeZone = 'Europe/Warsaw'
const window = toSpan('2026-09-05T00:00Z', '2026-11-26T00:00Z')
const rows = cutTalk(inventChatwootRows(now), window)
const events = cutEvents(inventLiveChatEvents(now), window)
const days = { first: '2026-10-24', last: '2026-10-27' }
const scope = { range: { days }, granularity: 'DAY', timeZone } as const
const buckets = bucketsOf(dayRange(days.first, days.last, timeZone), 'DAY', timeZone)

const closings: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closings.splice(0)) await close()
})

async function ask(
  question: Omit<BreakdownQuestion, 'scope'> & Partial<Pick<BreakdownQuestion, 'scope'>>,
  detail: SliceDetail = 'totals',
  { account = rows, happened = events }: { readonly account?: ChatwootRows; readonly happened?: LiveChatEvents } = {},
) {
  const [support, chatwoot] = await startChatwootSource(account, now)
  const [sales, livechat] = await startLiveChatSource(happened, now, { timeZone })
  const gateway = startGateway([support, sales], () => now, { deadline: 60_000 })
  closings.push(gateway.close, chatwoot.close, livechat.close)
  const [answer] = await askBreakdowns(gateway, { scope, ...question }, detail)
  if (!answer) throw new Error('there is no answer')
  return { ...answer, gaps: answer.gaps.map(({ source, code }) => `${source.id} ${code}`) }
}

describe('a breakdown', () => {
  it.each([
    ['INCOMING_MESSAGES', 'AGENT', {}, ['support FILTER_UNSUPPORTED', 'sales METRIC_UNSUPPORTED']],
    ['PEAK_CONCURRENT_CHATS', 'AGENT', {}, ['support METRIC_UNSUPPORTED', 'sales FILTER_UNSUPPORTED']],
    ['QUEUED_VISITORS', 'TAG', {}, ['support METRIC_UNSUPPORTED', 'sales FILTER_UNSUPPORTED']],
    ['AVAILABILITY', 'TAG', {}, ['support METRIC_UNSUPPORTED', 'sales FILTER_UNSUPPORTED']],
    ['GOALS', 'INBOX', {}, ['support METRIC_UNSUPPORTED', 'sales FILTER_UNSUPPORTED']],
    [
      'RESOLUTIONS',
      'TEAM',
      { agentEmail: 'ada.obi@demo.example' },
      ['support FILTER_UNSUPPORTED', 'sales METRIC_UNSUPPORTED'],
    ],
    ['RESOLUTIONS', 'AGENT', { team: 'sales:team:1' }, ['support NOT_FOUND', 'sales METRIC_UNSUPPORTED']],
  ])('of %s by %s with %j is a gap, and has no slices', async (metric, by, filter, gaps) => {
    const answer = await ask({ metrics: [metric], by, scope: { ...scope, filter } })
    expect(answer).toMatchObject({
      slices: [],
      gaps,
      isPartial: gaps.some((gap) => gap.endsWith('FILTER_UNSUPPORTED')),
    })
  })

  it.each(['totals', 'buckets'] as const)(
    'with %s of a source without members is empty, and no gap',
    async (detail) => {
      const account = { ...rows, teams: [] }
      const answer = await ask({ metrics: ['RESOLUTIONS'], by: 'TEAM' }, detail, { account })
      expect(answer).toMatchObject({ slices: [], hasMore: false, isPartial: false, gaps: ['sales METRIC_UNSUPPORTED'] })
    },
  )

  it.each(['totals', 'buckets'] as const)('with %s of future days has slices without figures', async (detail) => {
    const coming = { ...scope, range: { days: { first: '2026-12-01', last: '2026-12-03' } } }
    const { slices } = await ask({ metrics: ['RESOLUTIONS'], by: 'AGENT', scope: coming }, detail)
    expect(slices.map(({ total }) => total)).toEqual(rows.agents.map(() => null))
  })

  it('of more than a hundred members with one call each is a gap', async () => {
    const agents = Array.from({ length: 101 }, (_, place) => ({
      login: `${place}@demo.example`,
      name: '',
      groups: [1],
    }))
    const { slices, gaps, isPartial } = await ask({ metrics: ['TICKETS_SOLVED'], by: 'AGENT' }, 'totals', {
      happened: { ...events, agents },
    })
    expect({ slices, gaps, isPartial }).toEqual({
      slices: [],
      gaps: ['support METRIC_UNSUPPORTED', 'sales RANGE_TOO_LONG'],
      isPartial: true,
    })
  })
})

describe('totals', () => {
  it('of agents in business hours equal those of Chatwoot, without a warning', async () => {
    const businessHours = { ...scope, filter: { businessHours: true, sources: ['support'] } }
    const answer = await ask({ metrics: ['RESOLUTION_TIME'], by: 'AGENT', scope: businessHours })
    const question = { truth: truthOfChatwoot(rows), metric: 'RESOLUTION_TIME', scope, buckets, now } as const
    const meant = { ...question, filter: { businessHours: true } }
    expect(findSliceDifferences({ ...answer, gaps: [] }, toAgents(rows.agents), meant, 'totals')).toEqual([])
    expect(answer.warnings).toEqual([])
  })

  it('of groups need no hourly rows, so two months by the hour are returned', async () => {
    const long = { first: '2026-09-10', last: '2026-11-10' }
    const byHour = { range: { days: long }, granularity: 'HOUR', timeZone, filter: { sources: ['sales'] } } as const
    const answer = await ask({ metrics: ['CONVERSATIONS'], by: 'TEAM', scope: byHour })
    const groups = toTeams(
      'sales',
      events.groups.filter(({ id }) => id !== 0),
    )
    const hours = bucketsOf(dayRange(long.first, long.last, timeZone), 'HOUR', timeZone)
    const question = {
      truth: truthOfLiveChat(events),
      metric: 'CONVERSATIONS',
      scope: byHour,
      buckets: hours,
      now,
    } as const
    expect(findSliceDifferences({ ...answer, gaps: [] }, groups, question, 'totals')).toEqual([])
    expect(answer.gaps).toEqual([])
  })

  it('count a tag that two LiveChat groups have once', async () => {
    const tags = [...events.tags, { name: 'vip', group: 2 }]
    const only = { ...scope, filter: { sources: ['sales'] } }
    const answer = await ask({ metrics: ['CONVERSATIONS'], by: 'TAG', scope: only }, 'totals', {
      happened: { ...events, tags },
    })
    const question = { truth: truthOfLiveChat(events), metric: 'CONVERSATIONS', scope, buckets, now } as const
    const known = toTags(events.tags.map(({ name }) => name))
    expect(findSliceDifferences({ ...answer, gaps: [] }, known, question, 'totals')).toEqual([])
  })
})
