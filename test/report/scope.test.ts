import { describe, expect, it } from 'vitest'
import { type Filter, type FilterInput, parseId } from '../../src/report/port/filter.ts'
import { writeSpan } from '../support/instants.ts'
import { askFor, now } from '../support/scopes.ts'

const none = { businessHours: false }

describe('toScope', () => {
  it('resolves range, calendar and filter once', () => {
    const scope = askFor({ timeZone: 'Europe/Warsaw' })

    expect(writeSpan(scope.range)).toBe('2026-03-26T23:00Z 2026-03-29T22:00Z')
    expect(scope.buckets.map(writeSpan)).toEqual([
      '2026-03-26T23:00Z 2026-03-27T23:00Z',
      '2026-03-27T23:00Z 2026-03-28T23:00Z',
      '2026-03-28T23:00Z 2026-03-29T22:00Z',
    ])
    expect(scope).toMatchObject({ granularity: 'DAY', timeZone: 'Europe/Warsaw', filter: none, now })
    expect(scope).not.toHaveProperty('sources')
  })

  it('uses the configured time zone when the request has none', () => {
    expect(askFor({ timeZone: null }).timeZone).toBe('UTC')
  })

  it('allows 10,000 buckets', () => {
    // 416 days of 24 hours and 16 hours of one more.
    const between = { from: '2025-01-01T00:00Z', to: '2026-02-21T16:00Z' }

    expect(askFor({ range: { between }, granularity: 'HOUR' }).buckets).toHaveLength(10_000)
  })

  it.each([
    ['one more', '2026-02-21T17:00Z', 'UTC'],
    ['decades more', '2099-12-30T00:00Z', 'America/New_York'],
  ])('rejects %s than 10,000 buckets', (_, to, timeZone) => {
    expect(() =>
      askFor({ range: { between: { from: '2025-01-01T00:00Z', to } }, granularity: 'HOUR', timeZone }),
    ).toThrow('scope.granularity: the range has more than 10000 buckets; use a coarser granularity or a shorter range')
  })
})

describe('a filter', () => {
  it.each<[string, FilterInput, Filter]>([
    ['nothing', {}, none],
    ['null, which is nothing', { agentEmail: null, team: null, tags: null, businessHours: null }, none],
    ['an agent with an apostrophe', { agentEmail: "o'neil@x" }, { ...none, agentEmail: "o'neil@x" }],
    ['an agent with a plus', { agentEmail: 'bo+vip@x' }, { ...none, agentEmail: 'bo+vip@x' }],
    ['an agent in another script', { agentEmail: 'zażółć@example.com' }, { ...none, agentEmail: 'zażółć@example.com' }],
    ['a team', { team: 'support:team:3' }, { ...none, team: { source: 'support', id: '3' } }],
    ['a group numbered 0', { team: 'sales:team:0' }, { ...none, team: { source: 'sales', id: '0' } }],
    [
      'a number written with zeros before it',
      { team: 'support:team:007' },
      { ...none, team: { source: 'support', id: '7' } },
    ],
    ['an inbox', { inbox: 'support:inbox:7' }, { ...none, inbox: { source: 'support', id: '7' } }],
    ['a goal', { goal: 'sales:goal:1041' }, { ...none, goal: { source: 'sales', id: '1041' } }],
    ['a greeting', { greeting: 'sales:greeting:9' }, { ...none, greeting: { source: 'sales', id: '9' } }],
    ['a tag with a per cent sign', { tags: ['100%'] }, { ...none, tags: ['100%'] }],
    ['a tag with brackets', { tags: ['tag[]'] }, { ...none, tags: ['tag[]'] }],
    ['two tags', { tags: ['a&b=c', '日本語'] }, { ...none, tags: ['a&b=c', '日本語'] }],
    ['business hours', { businessHours: true }, { businessHours: true }],
  ])('takes %s', (_, filter, expected) => {
    expect(askFor({ filter }).filter).toEqual(expected)
  })

  it('restricts the sources that are called', () => {
    expect(askFor({ filter: { sources: ['sales'] } }).sources).toEqual(['sales'])
  })
})

describe('parseId', () => {
  it.each([
    ['livechat:team:0', 'livechat', '0'],
    ['support:team:3', 'support', '3'],
    ['support:team:999999999999999999', 'support', '999999999999999999'],
  ])('splits %s into source and number', (text, source, id) => {
    expect(parseId(text, 'team', 'id', ['support', 'livechat'])).toEqual({ source, id })
  })
})
