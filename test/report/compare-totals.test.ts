import { expect, it } from 'vitest'
import type { Metric } from '../../src/report/figures/metric.ts'
import { GapError } from '../../src/report/port/error.ts'
import { compareTotals } from '../../src/report/questions/comparison.ts'
import { runReport } from '../../src/report/questions/report.ts'
import { directUpstream } from '../support/direct-upstream.ts'
import { inventSource } from '../support/invented-source.ts'
import { askFor } from '../support/scopes.ts'

type Figures = Readonly<Record<string, number>> | 'fails' | 'knows nothing'

/** A report of one day over sources that answer so. */
const report = (metric: Metric, figures: readonly Figures[]) =>
  runReport(
    metric,
    askFor({ range: { days: { first: '2026-03-28', last: '2026-03-28' } } }),
    figures.map((told, place) => {
      const [source] = inventSource({
        id: `source ${place}`,
        readRows: async (_, chunks) => {
          if (told === 'fails') throw new GapError('UNAVAILABLE', 'down')
          const rows = chunks.map(({ start, end }) => (told === 'knows nothing' ? [] : [{ start, end, figures: told }]))
          return new Map(chunks.map(({ key }, index) => [key, rows[index] ?? []]))
        },
      })
      return source
    }),
    directUpstream,
  )

const chats = (count: number) => ({ count })
const waits = (count: number, seconds: number) => ({ count, seconds })
const queue = (left: number, entered: number) => ({ left, entered })

it.each<[string, Metric, readonly Figures[], readonly Figures[], number | null, number | null]>([
  ['counts', 'CONVERSATIONS', [chats(12)], [chats(8)], 4, 0.5],
  ['counts that fall to 0', 'CONVERSATIONS', [chats(0)], [chats(8)], -8, -1],
  ['counts that were 0', 'CONVERSATIONS', [chats(5)], [chats(0)], 5, null],
  ['counts of two sources', 'CONVERSATIONS', [chats(12), chats(3)], [chats(8), chats(2)], 5, 0.5],
  ['means by their events', 'FIRST_RESPONSE_TIME', [waits(1, 10), waits(3, 30)], [waits(9, 20), waits(0, 0)], 5, 0.25],
  ['means of which one is of nothing', 'FIRST_RESPONSE_TIME', [waits(1, 10)], [waits(0, 0)], null, null],
  ['shares by their parts', 'ABANDONMENT_RATE', [queue(1, 3), queue(2, 2)], [queue(1, 7), queue(0, 0)], 0.25, 2],
  ['the longest', 'QUEUE_WAITING_TIME_MAX', [{ longest: 90 }], [{ longest: 60 }], 30, 0.5],
  ['what was not measured', 'QUEUE_WAITING_TIME_MAX', [{ longest: 90 }], ['knows nothing'], null, null],
  ['only sources that answered both, of now', 'CONVERSATIONS', [chats(9), chats(100)], [chats(6), 'fails'], 3, 0.5],
  ['only sources that answered both, of then', 'CONVERSATIONS', [chats(9), 'fails'], [chats(6), chats(50)], 3, 0.5],
  ['nothing where no source answered both', 'CONVERSATIONS', [chats(9), 'fails'], ['fails', chats(6)], null, null],
])('compares %s', async (_, metric, now, then, absolute, relative) => {
  const [present, past] = await Promise.all([report(metric, now), report(metric, then)])
  expect(compareTotals(metric, present, past)).toMatchObject({
    absolute: absolute === null ? null : expect.closeTo(absolute, 9),
    relative: relative === null ? null : expect.closeTo(relative, 9),
  })
})
