import { expect, it, vi } from 'vitest'
import { GapError } from '../../src/report/port/error.ts'
import { findDataset } from '../../src/report/port/source.ts'
import { createPlanner } from '../../src/report/questions/planner.ts'
import { everything, planReport } from '../../src/report/questions/report.ts'
import { inventSource } from '../support/invented-source.ts'
import { askFor } from '../support/scopes.ts'

const [invented] = inventSource()

/** A source whose layouts are watched. */
function watchLayouts(layOut = vi.fn(findDataset(invented, 'chats').layOut)) {
  const chats = { ...findDataset(invented, 'chats'), layOut }
  return { source: { ...invented, datasets: { ...invented.datasets, chats } }, layOut }
}

it('A dataset is laid out once for a scope, whichever metrics, members and figures are planned.', () => {
  const { source, layOut } = watchLayouts()
  const planner = createPlanner()
  for (const agentEmail of ['kate@x.test', 'hugo@x.test', undefined])
    for (const needs of [everything, everything])
      planReport(
        {
          metric: 'CONVERSATIONS',
          scope: askFor(agentEmail === undefined ? {} : { filter: { agentEmail } }),
          sources: [source],
          needs,
        },
        planner,
      )
  expect(layOut).toHaveBeenCalledTimes(1)
})

it.each([
  ['another granularity', { granularity: 'HOUR' }],
  ['another range', { range: { days: { first: '2026-03-26', last: '2026-03-29' } } }],
  ['another time zone', { timeZone: 'Asia/Tokyo' }],
  ['business hours', { filter: { businessHours: true } }],
] as const)('A scope with %s is laid out by itself.', (_, difference) => {
  const { source, layOut } = watchLayouts()
  const planner = createPlanner()
  planner.planRead(source, 'chats', askFor())
  planner.planRead(source, 'chats', askFor(difference))
  expect(layOut).toHaveBeenCalledTimes(2)
})

it('The layout of a total differs from that of a single bucket of the same range by nothing but its granularity.', () => {
  const { source, layOut } = watchLayouts()
  const planner = createPlanner()
  planner.planTotal(source, 'chats', askFor())
  planner.planTotal(source, 'chats', askFor())
  expect(layOut.mock.calls.map(([{ granularity, buckets }]) => [granularity, buckets.length])).toEqual([
    ['DAY', 3],
    ['YEAR', 1],
  ])
})

it('A scope that a dataset cannot answer is a gap of the plan, not an error.', () => {
  const gap = { code: 'RANGE_TOO_LONG', message: 'too long', isFailure: false } as const
  const { source } = watchLayouts(
    vi.fn(() => {
      throw new GapError(gap.code, gap.message, gap)
    }),
  )
  const planner = createPlanner()
  expect(planner.planRead(source, 'chats', askFor())).toMatchObject(gap)
  expect(planner.planTotal(source, 'chats', askFor())).toMatchObject(gap)
})

it('Chunks that have not begun are not part of a plan.', () => {
  const { source } = watchLayouts()
  const scope = askFor({ range: { days: { first: '2026-03-28', last: '2026-04-02' } } })
  expect(createPlanner().planRead(source, 'chats', scope)).toMatchObject({
    layout: { pieces: [{ chunks: [{ key: '2026-03-28' }, { key: '2026-03-29' }] }] },
  })
})
