import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Chunk, toRuns } from '../../src/report/port/series.ts'
import { planReads } from '../../src/series/plan-reads.ts'
import { compareCpuTime } from '../support/compare-cpu-time.ts'

/** Cells as a text: `x` is needed, `.` is known, and a blank is neither. */
const toCells = (text: string): Chunk[] =>
  [...text].flatMap((sign, start) => (sign === ' ' ? [] : [{ key: `${start}${sign}`, start, end: start + 1 }]))
const isNeeded = ({ key }: Chunk) => key.endsWith('x')

/** The plan as a text: what is read keeps its sign, what is not is a blank. */
function draw(text: string, plan: readonly Chunk[]): string {
  const read = new Set(plan.map(({ start }) => start))
  return [...text].map((sign, place) => (read.has(place) ? sign : ' ')).join('')
}

describe('what is read of known and needed cells', () => {
  const gap = (known: number) => `x${'.'.repeat(known)}x`

  it.each([
    ['nothing where nothing is needed', '....', '    ', 10],
    ['what is needed, where it is together', '..xxx..', '  xxx  ', 10],
    ['known cells between, in one call', '.xx..x.', ' xx..x ', 10],
    ['known cells between, of calls that can be filled', 'x.x.x.x', 'x.x x.x', 3],
    ['no known cells where each cell is a call', 'x.x.x', 'x x x', 1],
    ['no known cells where a call would not reach', 'x...x', 'x   x', 4],
    ['no known cells beside what cannot be bridged', 'x. .x', 'x   x', 10],
    ['forty known cells to save a call', gap(40), gap(40), 100],
    ['but not forty-one', gap(41), `x${' '.repeat(41)}x`, 100],
    ['known cells of one place, where another is too far', `${gap(3)}${gap(60)}`, `${gap(3)}x${' '.repeat(60)}x`, 100],
  ])('%s: %j -> %j, %i a call', (_, text, expected, runLength) => {
    expect(draw(text, planReads(toCells(text), isNeeded, runLength))).toBe(expected)
  })

  it('is the cheapest there is, whatever a call is worth (seed 2026)', () => {
    const signs = fc.array(fc.constantFrom('x', '.', '.', ' '), { maxLength: 11 })
    const check = (parts: string[], runLength: number, worth: number) => {
      const chunks = toCells(parts.join(''))
      const plan = planReads(chunks, isNeeded, runLength, worth)
      const costOf = (read: readonly Chunk[]) =>
        toRuns(read, runLength).length * worth + read.filter((chunk) => !isNeeded(chunk)).length
      expect(chunks.filter((chunk) => plan.includes(chunk))).toEqual(plan)
      expect(plan.filter(isNeeded)).toEqual(chunks.filter(isNeeded))
      expect(costOf(plan)).toBe(Math.min(...listChoices(chunks).map(costOf)))
    }
    fc.assert(fc.property(signs, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 5 }), check), {
      seed: 2026,
      numRuns: 500,
    })
  })
})

/** All that is needed, with every choice of the known chunks. */
function listChoices(chunks: readonly Chunk[]): Chunk[][] {
  const known = chunks.filter((chunk) => !isNeeded(chunk))
  return Array.from({ length: 2 ** known.length }, (_, choice) =>
    chunks.filter((chunk) => isNeeded(chunk) || (choice >> known.indexOf(chunk)) % 2 === 1),
  )
}

it('Planning ten times the days takes about ten times as long.', async () => {
  // Each day but every third is cached, and one call answers any number of days.
  const days = (count: number) => toCells('..x'.repeat(count / 3))
  const [many, few] = [days(60_000), days(6_000)]
  const plan = (chunks: readonly Chunk[]) => () => planReads(chunks, isNeeded, 1_000_000)
  expect(await compareCpuTime(plan(many), plan(few))).toBeLessThan(30)
})
