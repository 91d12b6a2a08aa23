import { describe, expect, it } from 'vitest'
import { inventChatwootRows } from '../../src/demo/chatwoot/invent.ts'
import type { ReportingEvent, SurveyResponse } from '../../src/demo/chatwoot/rows.ts'
import { people } from '../../src/demo/people.ts'

const day = 86_400
const seasonalAgentId = 10
const now = Date.parse('2026-11-20T12:00:00Z')
const rows = inventChatwootRows(now)
const tables = ['conversations', 'messages', 'events', 'responses'] as const

const conversationsOn = (date: string) => countBetween(Date.parse(date) / 1000, day)
const countBetween = (since: number, seconds: number) =>
  rows.conversations.filter(({ createdAt }) => createdAt >= since && createdAt < since + seconds).length

describe('the invented year', () => {
  it('is the same whenever it is invented', () => {
    expect(inventChatwootRows(now)).toEqual(rows)
  })

  it('has the same rows for a day whenever the year is invented', () => {
    const later = inventChatwootRows(now + 3 * day * 1000)
    const firstDay = Math.min(...later.conversations.map(({ id }) => id))
    for (const table of tables) {
      const known = new Map(later[table].map((row) => [row.id, row]))
      const kept = rows[table].filter(({ id }) => id >= firstDay)
      expect(kept.length).toBeGreaterThan(rows[table].length * 0.95)
      expect(kept.filter((row) => !known.has(row.id))).toEqual([])
      expect(kept.map((row) => known.get(row.id))).toEqual(kept)
    }
  })

  it('reaches from 400 days before now to 8 days after', () => {
    const created = rows.conversations.map(({ createdAt }) => createdAt)
    const today = Date.parse('2026-11-20') / 1000
    expect(Math.floor((Math.min(...created) - today) / day)).toBe(-400)
    expect(Math.floor((Math.max(...created) - today) / day)).toBe(8)
    expect(rows.conversations.length / 409).toBeCloseTo(40, -1)
  })

  it.each(tables)('numbers its %s uniquely', (table) => {
    expect(new Set(rows[table].map(({ id }) => id)).size).toBe(rows[table].length)
  })

  it.each([
    ['Warsaw', '2026-03-29T01:00:00Z'],
    ['Warsaw', '2026-10-25T01:00:00Z'],
    ['New York', '2026-03-08T07:00:00Z'],
    ['New York', '2026-11-01T06:00:00Z'],
  ])('has conversations in each hour around the clock change in %s at %s', (_, change) => {
    const counts = [-3, -2, -1, 0, 1, 2].map((hour) => countBetween(Date.parse(change) / 1000 + hour * 3600, 3600))
    expect(Math.min(...counts)).toBeGreaterThan(0)
  })

  it('has busy Mondays, quiet Sundays, two outages and an incident', () => {
    expect(conversationsOn('2026-05-18')).toBeGreaterThan(1.5 * conversationsOn('2026-05-17'))
    expect(conversationsOn('2026-02-11') + conversationsOn('2026-02-12')).toBeLessThan(10)
    expect(conversationsOn('2026-08-19')).toBeLessThan(10)
    expect(conversationsOn('2026-05-12')).toBeGreaterThan(3 * conversationsOn('2026-05-13'))
  })

  it('has eight agents, a seasonal agent and an administrator', () => {
    expect(rows.agents.map(({ email }) => email)).toEqual([...people.map(({ email }) => email), 'admin@demo.example'])
    const answering = rows.messages.filter(({ senderType }) => senderType === 'User').map(({ senderId }) => senderId)
    expect(new Set(answering)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, seasonalAgentId]))
    expect([rows.inboxes.length, rows.teams.length, rows.labels.length]).toEqual([5, 3, 5])
  })

  it('has events and surveys of the seasonal agent until some days after April, but no such agent in its list', () => {
    const isHers = (id: number | null) => id === seasonalAgentId
    const events = rows.events.filter(({ userId }) => isHers(userId))
    const responses = rows.responses.filter(({ agentId }) => isHers(agentId))
    expect([events.length > 500, responses.length > 50]).toEqual([true, true])
    const latest = Math.max(...[...events, ...responses].map(({ createdAt }) => createdAt))
    expect(latest).toBeLessThan(Date.parse('2026-05-12') / 1000)
    expect(rows.agents.some(({ id }) => isHers(id))).toBe(false)
  })

  it('has all ratings, about 80 % of them good, and different averages by agent', () => {
    const shareOfGood = (responses: readonly SurveyResponse[]) =>
      responses.filter(({ rating }) => rating > 3).length / responses.length
    expect(new Set(rows.responses.map(({ rating }) => rating))).toEqual(new Set([1, 2, 3, 4, 5]))
    expect(shareOfGood(rows.responses)).toBeCloseTo(0.8, 1)
    const shares = rows.agents
      .map(({ id }) => rows.responses.filter(({ agentId }) => agentId === id))
      .filter((responses) => responses.length > 0)
      .map(shareOfGood)
    expect(shares).toHaveLength(people.length)
    expect(Math.max(...shares) - Math.min(...shares)).toBeGreaterThan(0.1)
  })

  it('rates about a quarter of the resolved conversations', () => {
    const resolved = rows.conversations.filter(({ status }) => status === 'resolved').length
    expect(rows.responses.length / resolved).toBeCloseTo(0.25, 1)
  })

  it('has events with, without and with empty business hours, and bots that resolve, hand over and do both', () => {
    const has = (test: (event: ReportingEvent) => boolean) => rows.events.some(test)
    expect(has((event) => event.valueInBusinessHours === null)).toBe(true)
    expect(has((event) => event.valueInBusinessHours === 0 && event.value > 0)).toBe(true)
    expect(has((event) => (event.valueInBusinessHours ?? 0) > 0)).toBe(true)
    const conversationsWith = (name: string) =>
      new Set(rows.events.filter((event) => event.name === name).map(({ conversationId }) => conversationId))
    const handedOver = conversationsWith('conversation_bot_handoff')
    const resolved = [...conversationsWith('conversation_bot_resolved')]
    expect(resolved.some((id) => handedOver.has(id))).toBe(true)
    expect(resolved.some((id) => !handedOver.has(id))).toBe(true)
  })
})
