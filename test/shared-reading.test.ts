import { getEventListeners } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { startFlight } from '../src/concurrency/memoize.ts'
import { neverAborted } from '../src/report/port/call-context.ts'
import { anyone } from './support/asker.ts'
import { openGate } from './support/gate.ts'

/** A reading that ends with its gate, or with its last callContext. */
function beginReading(signal: AbortSignal) {
  const { opened, open } = openGate()
  const reading = startFlight({ ...anyone, signal }, async (everyone) => {
    const left = new Promise((_, reject) => {
      everyone.signal.addEventListener('abort', () => reject(everyone.signal.reason))
    })
    everyone.signal.throwIfAborted()
    await Promise.race([opened, left])
    return 'rows'
  })
  return { reading, open }
}

const people = (count: number) => Array.from({ length: count }, () => new AbortController())
const [abortError, rows] = [{ error: 'cancelled because the client disconnected' }, { answer: 'rows' }]

describe('a single-flight read', () => {
  it.each([
    ['nobody leaves', 1, [], rows],
    ['the only one leaves', 1, [0], abortError],
    ['the first of two leaves', 2, [0], rows],
    ['the second of two leaves', 2, [1], rows],
    ['both leave', 2, [0, 1], abortError],
    ['both leave, the last first', 2, [1, 0], abortError],
    ['all but one of thirty leave', 30, [...Array(29).keys()], rows],
    ['all of thirty leave', 30, [...Array(30).keys()], abortError],
  ])('when %s: of %i, %j', async (_, count, leavers, expected) => {
    const all = people(count)
    const { reading, open } = beginReading(all[0]?.signal ?? neverAborted)
    for (const { signal } of all) reading.join(signal)
    for (const place of leavers) all[place]?.abort()
    open()
    const told = await reading.result.then(
      (answer) => ({ answer }),
      ({ message }) => ({ error: message }),
    )
    expect(told).toEqual(expected)
    expect(reading.isCancelled).toBe(expected === abortError)
  })

  it('that fails aborts its work, and is not shared with later callers', async () => {
    let all = neverAborted
    const reading = startFlight(anyone, async ({ signal }) => {
      all = signal
      throw new Error('one of its calls failed')
    })
    await expect(reading.result).rejects.toThrow('one of its calls failed')
    expect([all.aborted, reading.isCancelled]).toEqual([true, true])
  })

  it('is aborted at once when its first caller has disconnected', async () => {
    const { reading } = beginReading(AbortSignal.abort())
    expect(reading.isCancelled).toBe(true)
    await expect(reading.result).rejects.toThrow('cancelled')
  })

  it('continues for a caller without an abort signal', async () => {
    const [one] = people(1)
    const { reading, open } = beginReading(neverAborted)
    reading.join(one?.signal ?? neverAborted)
    one?.abort()
    open()
    expect(await reading.result).toBe('rows')
  })

  it('is not aborted by a caller that disconnects after its end', async () => {
    const [one, late] = people(2)
    const { reading, open } = beginReading(one?.signal ?? neverAborted)
    open()
    await reading.result
    reading.join(late?.signal ?? neverAborted)
    one?.abort()
    late?.abort()
    expect(reading.isCancelled).toBe(false)
  })

  it('has no listeners after its end', async () => {
    const { signal } = new AbortController()
    const { reading, open } = beginReading(signal)
    const before = getEventListeners(signal, 'abort').length
    open()
    await reading.result
    expect(before).toBe(1)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('is no reason to warn of a leak, however many there are', async () => {
    const warn = vi.fn()
    process.on('warning', warn)
    const [one] = people(1)
    const readings = Array.from({ length: 30 }, () => beginReading(one?.signal ?? neverAborted))
    one?.abort()
    await Promise.allSettled(readings.map(({ reading }) => reading.result))
    await new Promise((pass) => setImmediate(pass))
    process.off('warning', warn)
    expect(warn).not.toHaveBeenCalled()
  })
})
