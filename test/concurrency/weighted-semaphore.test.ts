import { expect, it } from 'vitest'
import { createWeightedSemaphore } from '../../src/concurrency/weighted-semaphore.ts'

const never = new AbortController().signal

/** Acquires these weights of a semaphore one after the other; `started` lists those that were granted. */
function acquireAll(capacity: number, weights: readonly number[], signals: readonly AbortSignal[] = []) {
  const semaphore = createWeightedSemaphore(capacity)
  const started: number[] = []
  const leases = weights.map(async (weight, place) => {
    const lease = await semaphore.acquire(weight, signals[place] ?? never)
    started.push(weight)
    return lease
  })
  return { semaphore, started, leases }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

it('A semaphore grants weights up to its capacity at once, and the next one when there is room.', async () => {
  const { started, leases } = acquireAll(10, [6, 4, 3])
  await settled()
  expect(started).toEqual([6, 4])
  const first = await leases[0]
  first?.release()
  await settled()
  expect(started).toEqual([6, 4, 3])
})

it('A semaphore serves waiting callers in the order in which they came, even if a later one would fit.', async () => {
  const { started, leases } = acquireAll(10, [6, 8, 1])
  await settled()
  expect(started).toEqual([6])
  ;(await leases[0])?.release()
  await settled()
  expect(started).toEqual([6, 8, 1])
})

it('A waiting caller that is aborted rejects with the reason, and lets the ones behind it pass.', async () => {
  const leaving = new AbortController()
  const { started, leases } = acquireAll(10, [6, 8, 1], [never, leaving.signal])
  const rejected = expect(leases[1]).rejects.toThrow('disconnected')
  leaving.abort(new Error('disconnected'))
  await rejected
  await settled()
  expect(started).toEqual([6, 1])
})

it('A caller that is aborted before it acquires gets nothing.', async () => {
  const { semaphore } = acquireAll(10, [])
  await expect(semaphore.acquire(1, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late')
})

it('A lease releases a part when it shrinks, the rest when it is released, and nothing twice.', async () => {
  const { semaphore, leases } = acquireAll(10, [10])
  const lease = await leases[0]
  lease?.shrink(4)
  lease?.shrink(8)
  await semaphore.acquire(6, never)
  lease?.release()
  lease?.release()
  await semaphore.acquire(4, never)
  const waiting = new AbortController()
  const more = semaphore.acquire(1, waiting.signal)
  waiting.abort(new Error('full'))
  await expect(more).rejects.toThrow('full')
})

it('A semaphore grants a weight without waiting only if this much is free.', async () => {
  const { semaphore } = acquireAll(10, [6])
  expect(semaphore.tryAcquire(5)).toBeUndefined()
  const lease = semaphore.tryAcquire(4)
  expect(semaphore.tryAcquire(1)).toBeUndefined()
  lease?.release()
  expect(semaphore.tryAcquire(1)).toBeDefined()
})
