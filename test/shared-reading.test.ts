import { getEventListeners } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { unending } from '../src/report/asker.ts'
import { beginSharedReading } from '../src/shared-reading.ts'
import { anyone } from './support/asker.ts'
import { openGate } from './support/gate.ts'

/** A reading that ends with its gate, or with its last asker. */
function beginReading(signal: AbortSignal) {
  const { opened, open } = openGate()
  const reading = beginSharedReading({ ...anyone, signal }, async (everyone) => {
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
const [gone, rows] = [{ error: 'cancelled because the client disconnected' }, { answer: 'rows' }]

describe('a shared reading', () => {
  it.each([
    ['nobody leaves', 1, [], rows],
    ['the only one leaves', 1, [0], gone],
    ['the first of two leaves', 2, [0], rows],
    ['the second of two leaves', 2, [1], rows],
    ['both leave', 2, [0, 1], gone],
    ['both leave, the last first', 2, [1, 0], gone],
    ['all but one of thirty leave', 30, [...Array(29).keys()], rows],
    ['all of thirty leave', 30, [...Array(30).keys()], gone],
  ])('when %s: of %i, %j', async (_, count, leavers, expected) => {
    const all = people(count)
    const { reading, open } = beginReading(all[0]?.signal ?? unending)
    for (const { signal } of all) reading.join(signal)
    for (const place of leavers) all[place]?.abort()
    open()
    const told = await reading.answer.then(
      (answer) => ({ answer }),
      ({ message }) => ({ error: message }),
    )
    expect(told).toEqual(expected)
    expect(reading.isGivenUp).toBe(expected === gone)
  })

  it('that fails ends what it has not finished, and nobody joins it', async () => {
    let all = unending
    const reading = beginSharedReading(anyone, async ({ signal }) => {
      all = signal
      throw new Error('one of its calls failed')
    })
    await expect(reading.answer).rejects.toThrow('one of its calls failed')
    expect([all.aborted, reading.isGivenUp]).toEqual([true, true])
  })

  it('is given up at once when he who begins it has left', async () => {
    const { reading } = beginReading(AbortSignal.abort())
    expect(reading.isGivenUp).toBe(true)
    await expect(reading.answer).rejects.toThrow('cancelled')
  })

  it('goes on for one who never leaves', async () => {
    const [one] = people(1)
    const { reading, open } = beginReading(unending)
    reading.join(one?.signal ?? unending)
    one?.abort()
    open()
    expect(await reading.answer).toBe('rows')
  })

  it('is not given up by whoever leaves after its end', async () => {
    const [one, late] = people(2)
    const { reading, open } = beginReading(one?.signal ?? unending)
    open()
    await reading.answer
    reading.join(late?.signal ?? unending)
    one?.abort()
    late?.abort()
    expect(reading.isGivenUp).toBe(false)
  })

  it('listens to nobody after its end', async () => {
    const { signal } = new AbortController()
    const { reading, open } = beginReading(signal)
    const before = getEventListeners(signal, 'abort').length
    open()
    await reading.answer
    expect(before).toBe(1)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('is no reason to warn of a leak, however many there are', async () => {
    const warn = vi.fn()
    process.on('warning', warn)
    const [one] = people(1)
    const readings = Array.from({ length: 30 }, () => beginReading(one?.signal ?? unending))
    one?.abort()
    await Promise.allSettled(readings.map(({ reading }) => reading.answer))
    await new Promise((pass) => setImmediate(pass))
    process.off('warning', warn)
    expect(warn).not.toHaveBeenCalled()
  })
})
