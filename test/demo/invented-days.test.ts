import { describe, expect, it } from 'vitest'
import { inventChatwootRows } from '../../src/demo/chatwoot/invent.ts'
import { listInventedDays } from '../../src/demo/invented-days.ts'
import { inventLiveChatEvents } from '../../src/demo/livechat/invent.ts'

const day = 86_400_000
/** From ten days before 24 October 2026 to the UTC day on which 20 November ends in the west. */
const documented = listDays(Date.UTC(2026, 9, 14), 39)
const documentation = Date.parse('2026-11-21T10:00:00Z')
const rows = inventChatwootRows(documentation)
const events = inventLiveChatEvents(documentation)

const isDocumented = (at: number | null) =>
  at !== null && at * 1000 >= Date.UTC(2026, 9, 24) && at * 1000 < Date.UTC(2026, 10, 21)

function listDays(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, place) => first + place * day)
}

describe('the days that the demo invents', () => {
  it.each([0, 300, 385, 389, 400, 425, 430, 500, 2_000, 20_000])(
    'are the documented ones, the last 400 and the next 8, each once and in order, %i days later',
    (later) => {
      const now = documentation + later * day
      const recent = listDays(Math.floor(now / day - 400) * day, 409)

      expect(listInventedDays(now)).toEqual([...new Set([...documented, ...recent])].toSorted((a, b) => a - b))
    },
  )

  it('are the last 400 and the next 8 before the documented ones have begun', () => {
    const days = listInventedDays(Date.parse('2026-03-01T12:00:00Z'))

    expect(days).toHaveLength(409)
    expect(days.at(-1)).toBe(Date.UTC(2026, 2, 9))
  })
})

describe.each([389, 500, 3 * 365])('%i days later, the documented days have the same', (later) => {
  const now = documentation + later * day
  const laterRows = inventChatwootRows(now)
  const laterEvents = inventLiveChatEvents(now)

  it.each(['conversations', 'messages', 'events', 'responses'] as const)('Chatwoot %s', (table) => {
    const list = (from: typeof rows) => from[table].filter(({ createdAt }) => isDocumented(createdAt))

    expect(list(rows).length).toBeGreaterThan(100)
    expect(JSON.stringify(list(laterRows)) === JSON.stringify(list(rows))).toBe(true)
  })

  it.each([
    ['chats', ({ chats }) => chats.filter(({ start, end }) => isDocumented(start) || isDocumented(end))],
    ['queue stays', ({ queueStays }) => queueStays.filter(({ enter }) => isDocumented(enter))],
    ['shifts', ({ shifts }) => shifts.filter(({ start, end }) => isDocumented(start) || isDocumented(end))],
    ['greetings', ({ greetings }) => greetings.filter(({ at }) => isDocumented(at))],
    [
      'tickets',
      ({ tickets }) =>
        tickets.filter(({ created, firstReply, solved, rating }) =>
          [created, firstReply, solved, rating?.at ?? null].some(isDocumented),
        ),
    ],
  ] satisfies readonly [string, (from: typeof events) => readonly object[]][])('LiveChat %s', (_, list) => {
    expect(list(events).length).toBeGreaterThan(100)
    expect(JSON.stringify(list(laterEvents)) === JSON.stringify(list(events))).toBe(true)
  })
})
