import { describe, expect, it } from 'vitest'
import { memoize } from '../../src/concurrency/memoize.ts'

function countMakings(most: number) {
  const made: string[] = []
  const make = (zone: string, start: number, end: number) => {
    made.push(`${zone} ${start} ${end}`)
    return [zone, start, end]
  }
  return [memoize(make, most, ({ length }) => length), made] as const
}

describe('a memoized value', () => {
  it('is computed once', () => {
    const [remembered, made] = countMakings(100)
    expect(remembered('UTC', 1, 2)).toBe(remembered('UTC', 1, 2))
    expect(made).toEqual(['UTC 1 2'])
  })

  it.each([
    ['Europe/Warsaw', 1, 2],
    ['UTC', 0, 2],
    ['UTC', 1, 3],
  ])('differs where any argument does: %s %i %i', (zone, start, end) => {
    const [remembered] = countMakings(100)
    remembered('UTC', 1, 2)
    expect(remembered(zone, start, end)).toEqual([zone, start, end])
  })

  it('is evicted, the least recently used first, when the values exceed the maximum size', () => {
    const [remembered, made] = countMakings(6)
    for (const start of [1, 2, 1, 3, 1, 2]) remembered('UTC', start, 9)
    expect(made).toEqual(['UTC 1 9', 'UTC 2 9', 'UTC 3 9', 'UTC 2 9'])
  })
})
