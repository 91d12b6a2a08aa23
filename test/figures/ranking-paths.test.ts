import { afterEach, describe, expect, it } from 'vitest'
import type { SourceConfig } from '../../src/config/config.ts'
import type { LiveChatEvents } from '../../src/demo/livechat/events.ts'
import { askRanking, writeGaps } from '../support/ask-ranking.ts'
import { type Bucket, dayRange } from '../support/brute-force/calendar.ts'
import { rankTogether } from '../support/brute-force/rank-both.ts'
import { rankLiveChat } from '../support/brute-force/rank-livechat.ts'
import { startGateway, startLiveChatSource } from '../support/gateway.ts'
import { toSpan, writeInstant } from '../support/instants.ts'
import { inventLiveChatEvents } from '../support/invented.ts'
import type { ScopeQuestion } from '../support/questions.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const events = inventLiveChatEvents(now)
const account = 'America/New_York'
const asked = 'Europe/Warsaw'
const autumn = { first: '2026-10-20', last: '2026-11-10' }
const spring = { first: '2026-03-20', last: '2026-04-10' }
const cut = toSpan('2026-10-24T13:00Z', '2026-11-02T05:00Z')

const ten = withAgents(10)
const eleven = withAgents(11)

const closings: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closings.splice(0)) await close()
})

/** The ranking of an account in New York, asked for in Warsaw, and what it cost. */
async function ask(
  happened: LiveChatEvents,
  range: ScopeQuestion['range'],
  settings: Partial<SourceConfig> = {},
  filter: NonNullable<ScopeQuestion['filter']> = {},
) {
  const [source, upstream] = await startLiveChatSource(happened, now, { timeZone: account, ...settings })
  const gateway = startGateway([source], () => now, { deadline: 60_000 })
  closings.push(gateway.close, upstream.close)
  const answer = await askRanking(gateway, 'CONVERSATIONS', { range, timeZone: asked, filter })
  return { ...answer, paths: upstream.requests.map(({ path }) => path), gaps: writeGaps(answer) }
}

const count = (range: Bucket, filter = {}) =>
  rankTogether(rankLiveChat(events, { subject: 'CONVERSATIONS', range, filter }))

function withAgents(size: number): LiveChatEvents {
  const more = Array.from({ length: size - events.agents.length }, (_, place) => ({
    login: `newcomer.${place}@demo.example`,
    name: 'Newcomer',
    groups: [1],
  }))
  return { ...events, agents: [...events.agents, ...more] }
}

describe('the ranking of LiveChat in another time zone than that of the account', () => {
  const range = dayRange(autumn.first, autumn.last, asked)
  const ownRange = dayRange(autumn.first, autumn.last, account)

  it('is exact for ten agents, with one call per agent', async () => {
    const { entries, gaps, warnings, paths } = await ask(ten, { days: autumn })
    expect(entries).toEqual(count(range))
    expect({ gaps, warnings }).toEqual({ gaps: [], warnings: [] })
    expect(paths.filter((path) => path === '/reports/chats/ratings')).toHaveLength(11)
    expect(paths).not.toContain('/reports/chats/ratings/ranking')
  })

  it.each<[string, LiveChatEvents, Partial<SourceConfig>]>([
    ['of eleven agents', eleven, {}],
    ['when the budget allows no call for each', events, { callsPerMinute: 60, burst: 9 }],
  ])("uses days of the account's time zone %s, with a warning", async (_, happened, settings) => {
    const { entries, warnings, paths } = await ask(happened, { days: autumn }, settings)
    expect(entries).toEqual(count(ownRange))
    expect(entries).not.toEqual(count(range))
    expect(warnings).toEqual([{ source: { id: 'sales' }, code: 'TIME_ZONE_APPROXIMATED' }])
    expect(paths).toEqual(['/agents', '/reports/chats/ratings/ranking'])
  })

  it('takes one call for one agent, and one for the list of agents', async () => {
    const agentEmail = 'gita.rao@demo.example'
    const { entries, paths } = await ask(eleven, { days: autumn }, {}, { agentEmail })
    expect(entries).toEqual(count(range, { agentEmail }))
    expect(paths).toEqual(['/agents', '/reports/chats/ratings'])
  })

  it('applies a filter by group', async () => {
    const { entries } = await ask(events, { days: autumn }, {}, { team: 'sales:team:2' })
    expect(entries).toEqual(count(range, { team: 2 }))
  })

  it('warns that ratings of a former agent are missing', async () => {
    const { entries, gaps, isPartial } = await ask(events, { days: spring })
    const listed = events.agents.map(({ login }) => login)
    const counted = rankLiveChat(events, {
      subject: 'CONVERSATIONS',
      range: dayRange(spring.first, spring.last, asked),
    })
    expect([...counted.keys()]).toContain('ines.costa@demo.example')
    expect(entries).toEqual(rankTogether(new Map([...counted].filter(([email]) => listed.includes(email)))))
    expect({ gaps, isPartial }).toEqual({ gaps: ['sales NOT_FOUND'], isPartial: false })
  })
})

describe('the ranking of LiveChat over partial days', () => {
  const between = { from: writeInstant(cut.start), to: writeInstant(cut.end) }

  it.each([asked, account])('is read agent by agent, by the hour, in an account of %s', async (timeZone) => {
    const { entries, warnings, paths } = await ask(events, { between }, { timeZone })
    expect(entries).toEqual(count(cut))
    expect(warnings).toEqual([])
    expect(paths).not.toContain('/reports/chats/ratings/ranking')
  })

  it.each<[string, LiveChatEvents, Partial<SourceConfig>]>([
    ['of more agents than ten', eleven, {}],
    ['that the budget does not allow', events, { callsPerMinute: 60, burst: 9 }],
  ])('is a gap %s, never a ranking of whole days', async (_, happened, settings) => {
    const { entries, gaps, isPartial, paths } = await ask(happened, { between }, settings)
    expect({ entries, gaps, isPartial }).toEqual({
      entries: [],
      gaps: ['sales GRANULARITY_UNSUPPORTED'],
      isPartial: true,
    })
    expect(paths).toEqual(['/agents'])
  })
})

describe('a ranking with a filter that the provider lacks', () => {
  it('makes no call, not even for the agents', async () => {
    const { entries, gaps, paths } = await ask(events, { days: autumn }, {}, { goal: 'sales:goal:101' })
    expect({ entries, gaps, paths }).toEqual({ entries: [], gaps: ['sales FILTER_UNSUPPORTED'], paths: [] })
  })
})
