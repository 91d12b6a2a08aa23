import { expect, it } from 'vitest'
import { describeMemoryPlan, planMemory } from '../../src/config/machine/memory-plan.ts'

const megabyte = 1_000_000

it.each([
  [200, 250_000],
  [512, 640_000],
  [800, 1_000_000],
  [4_000, 1_000_000],
])('A heap of %d MB leaves room for %d response values at the same time.', (heap, values) => {
  expect(planMemory(heap * megabyte).inFlightValues).toBe(values)
})

it('A configured number of values replaces the derived one.', () => {
  expect(planMemory(512 * megabyte, 5_000).inFlightValues).toBe(5_000)
})

it.each([128, 512, 4_000])('All shares of a heap of %d MB together stay below it.', (heap) => {
  const plan = planMemory(heap * megabyte)
  const caches = plan.seriesCacheBytes + plan.responseCacheBytes + plan.documentCacheBytes + plan.errorCacheBytes
  const sum = plan.inFlightValues * 400 + plan.bodyBytes * 4 + plan.upstreamBytes + caches
  expect(sum).toBeLessThan(0.9 * heap * megabyte)
})

it('The plan is described with the heap limit and every share.', () => {
  expect(describeMemoryPlan(planMemory(512 * megabyte))).toBe(
    'Memory: heap limit 512 MB; up to 640,000 response values and 16 MB of request bodies in progress, 64 MB of upstream responses, 64 MB of caches.',
  )
})
