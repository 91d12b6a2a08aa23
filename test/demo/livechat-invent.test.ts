import { describe, expect, it } from 'vitest'
import type { LiveChatEvents } from '../../src/demo/livechat/events.ts'
import { inventLiveChatEvents } from '../../src/demo/livechat/invent.ts'
import { people } from '../../src/demo/people.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const day = 86_400
const events = inventLiveChatEvents(now)

const kinds = {
  chats: ({ chats }) => chats.map((chat) => ({ at: chat.start, what: chat })),
  queueStays: ({ queueStays }) => queueStays.map((stay) => ({ at: stay.enter, what: stay })),
  tickets: ({ tickets }) => tickets.map((ticket) => ({ at: ticket.created, what: ticket })),
  greetings: ({ greetings }) => greetings.map((greeting) => ({ at: greeting.at, what: greeting })),
  shifts: ({ shifts }) => shifts.map((shift) => ({ at: shift.start, what: shift })),
} satisfies Record<string, (from: LiveChatEvents) => readonly { readonly at: number; readonly what: object }[]>

const countOn = (date: string, { chats, queueStays }: LiveChatEvents) => {
  const isThen = (at: number) => new Date(at * 1000).toISOString().startsWith(date)
  return {
    chats: chats.filter(({ start }) => isThen(start)).length,
    queued: queueStays.filter(({ enter }) => isThen(enter)).length,
  }
}

describe('the invented LiveChat organisation', () => {
  it('is the same at the same time', () => {
    expect(JSON.stringify(inventLiveChatEvents(now)) === JSON.stringify(events)).toBe(true)
  })

  it.each(Object.entries(kinds))('has the same past at a later time: %s', (_, list) => {
    const later = now + 40 * day * 1000
    const kept = new Set(list(inventLiveChatEvents(later)).map(({ what }) => JSON.stringify(what)))
    const remembered = list(events).filter(({ at }) => at > later / 1000 - 399 * day)
    expect(remembered.length).toBeGreaterThan(1000)
    expect(remembered.filter(({ what }) => !kept.has(JSON.stringify(what)))).toEqual([])
  })

  it.each([
    ['chats', 60],
    ['queueStays', 25],
    ['tickets', 30],
    ['greetings', 80],
  ] as const)('has, of its %s, about %i a day over 400 days and the next 8', (kind, mean) => {
    const instants = kinds[kind](events).map(({ at }) => at)
    expect(instants.length / 409 / mean).toBeCloseTo(1, 1)
    expect(Math.min(...instants)).toBeLessThan(now / 1000 - 399 * day)
    expect(Math.max(...instants)).toBeGreaterThan(now / 1000 + 7 * day)
  })

  it.each(['2026-10-24T22:00Z', '2026-03-28T22:00Z', '2026-03-08T04:00Z', '2026-11-01T03:00Z'])(
    'has something of everything in each of the five hours after %s, when clocks change',
    (night) => {
      const from = Date.parse(night) / 1000
      for (const kind of ['chats', 'queueStays', 'tickets', 'greetings'] as const) {
        const instants = kinds[kind](events).map(({ at }) => at)
        const hours = new Set(instants.map((at) => Math.floor((at - from) / 3600)))
        expect([kind, [0, 1, 2, 3, 4].filter((hour) => !hours.has(hour))]).toEqual([kind, []])
      }
    },
  )

  it('is busy on Mondays, quiet at weekends, and has outages and an incident', () => {
    expect(countOn('2026-11-16', events).chats).toBeGreaterThan(2 * countOn('2026-11-15', events).chats)
    for (const outage of ['2026-03-17', '2026-08-26']) expect(countOn(outage, events).chats).toBeLessThan(5)
    expect(countOn('2026-10-13', events).queued).toBeGreaterThan(3 * countOn('2026-10-14', events).queued)
  })

  it('has the people of the demo as agents, each in one or two groups', () => {
    expect(events.agents.map(({ login }) => login)).toEqual(people.map(({ email }) => email))
    for (const { groups } of events.agents) expect([1, 2]).toContain(groups.length)
  })

  it.each(['chats', 'tickets', 'shifts'] as const)(
    'has %s of an agent who has left, from January to April only',
    (kind) => {
      const instants = kinds[kind](events).flatMap(({ at, what }) =>
        what.agent === 'ines.costa@demo.example' ? at : [],
      )
      const months = new Set(instants.map((at) => new Date(at * 1000).getUTCMonth() + 1))
      expect(instants.length).toBeGreaterThan(100)
      expect([...months].toSorted()).toEqual([1, 2, 3, 4])
    },
  )

  it('lists the seasonal agent only in the season', () => {
    const logins = (instant: string) => inventLiveChatEvents(Date.parse(instant)).agents.map(({ login }) => login)
    expect(logins('2026-04-30T12:00:00Z')).toContain('ines.costa@demo.example')
    expect(logins('2026-05-01T12:00:00Z')).not.toContain('ines.costa@demo.example')
  })

  it('keeps tags and greetings to their groups', () => {
    const groupOf = new Map<unknown, number>([
      ...events.tags.map(({ name, group }) => [name, group] as const),
      ...events.greetingRules.map(({ id, group }) => [id, group] as const),
    ])
    const used = [
      ...[...events.chats, ...events.tickets, ...events.greetings].flatMap(({ tags, group }) =>
        tags.map((tag) => [tag, group] as const),
      ),
      ...events.greetings.map(({ greeting, group }) => [greeting, group] as const),
    ]
    expect(used.filter(([name, group]) => ![0, group].includes(groupOf.get(name) ?? -1))).toEqual([])
  })

  it('has no contradictory events', () => {
    for (const { start, end } of [...events.shifts, ...events.chats]) expect(end).toBeGreaterThan(start)
    for (const { created, firstReply, solved, rating } of events.tickets) {
      const steps = [created, firstReply, solved, rating?.at].filter((at) => at !== null && at !== undefined)
      expect(steps.toSorted((one, other) => one - other)).toEqual(steps)
    }
  })
})
