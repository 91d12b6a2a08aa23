import { describe, expect, it } from 'vitest'
import { type SeriesKey, toDayChunks, toSpanChunk } from '../../src/report/port/series.ts'
import { chooseSummaries, type PlannedQuestion } from '../../src/series/summary-choice.ts'
import { toSpan } from '../support/instants.ts'

const toStream = (dataset: string): SeriesKey => ({ dataset, parameters: {}, grain: 'day', rowZone: 'UTC' })
const toRange = ([first, last]: readonly [number, number]) =>
  toSpan(`2026-11-${String(first).padStart(2, '0')}T00:00Z`, `2026-11-${String(last + 1).padStart(2, '0')}T00:00Z`)

type Range = readonly [first: number, last: number]

/** A question for a total alone, or for buckets too. */
const total = (dataset: string, range: Range): PlannedQuestion => ({
  ...buckets(dataset, range),
  summary: { series: { ...toStream('summary'), grain: 'span' }, chunk: toSpanChunk(toRange(range)) },
})
const buckets = (dataset: string, range: Range): PlannedQuestion => ({
  parts: [{ series: toStream(dataset), chunks: toDayChunks('UTC', toRange(range)) }],
})

const choose = (
  questions: readonly PlannedQuestion[],
  isKnown: (dataset: string, key: string) => boolean = () => false,
) =>
  chooseSummaries(
    questions,
    ({ dataset }, { key }) => !isKnown(dataset, key),
    (chunks) => chunks.length,
  ).size

const week: Range = [1, 7]
const later: Range = [15, 18]
const month: Range = [1, 18]

describe('summaries are read', () => {
  it.each<[string, readonly PlannedQuestion[], number]>([
    ['of two totals', [total('a', week), total('b', week)], 1],
    ['of no single total', [total('a', week)], 0],
    [
      'of no two ranges of two totals that series join',
      [week, month].flatMap((range) => [total('a', range), total('b', range)]),
      0,
    ],
    [
      'of two ranges of three totals',
      [week, later].flatMap((range) => ['a', 'b', 'c'].map((name) => total(name, range))),
      2,
    ],
    [
      'of no totals that buckets tell',
      [total('a', week), total('b', week), buckets('a', month), buckets('b', month)],
      0,
    ],
    ['of totals that buckets do not tell', [total('a', week), total('b', week), buckets('c', week)], 1],
    ['of the one range where there are several', [total('a', week), total('b', week), total('a', later)], 1],
  ])('%s', (_, questions, spans) => {
    expect(choose(questions)).toBe(spans)
  })

  it('when days of two series are missing, be it one of each', () => {
    const questions = [total('a', week), total('b', week)]
    expect(choose(questions, (dataset, key) => dataset !== 'summary' && key !== '2026-11-07')).toBe(1)
    expect(choose(questions, (dataset) => dataset === 'a')).toBe(0)
    expect(choose(questions, (dataset) => dataset !== 'summary')).toBe(0)
  })

  it('again while they are good', () => {
    expect(choose([total('a', week), total('b', week)], (dataset) => dataset === 'summary')).toBe(1)
  })
})
