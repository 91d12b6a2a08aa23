import { describe, expect, it } from 'vitest'
import { toScore } from '../../src/report/figures/metric.ts'

describe('the confidence score', () => {
  it.each([
    [2502, 426, 0.8361489669658251],
    [2164, 443, 0.8094273999034496],
    [1070, 215, 0.8029689181922964],
    [0, 2, 0.11473482425785904],
    [13, 6, 0.42326713031463276],
  ])('of %i good and %i bad ratings is to the last bit what LiveChat publishes', (good, bad, score) => {
    expect(toScore(good, bad)).toBe(score)
  })

  it.each([
    [10, 2, '0.5194200469'],
    [2, 0, '0.3312764381'],
  ])('of %i good and %i bad ratings has the ten digits that LiveChat publishes', (good, bad, score) => {
    expect(toScore(good, bad)?.toFixed(10)).toBe(score)
  })

  it('is undefined without ratings', () => {
    expect(toScore(0, 0)).toBeUndefined()
  })
})
