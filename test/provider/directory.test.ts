import { afterEach, describe, expect, it, vi } from 'vitest'
import { createCachedList } from '../../src/provider/cached-list.ts'
import { GapError } from '../../src/report/port/error.ts'
import { anyone } from '../support/asker.ts'
import { openGate } from '../support/gate.ts'
import { at } from '../support/instants.ts'

afterEach(() => {
  vi.useRealTimers()
})

const times = { directoryFor: 300_000, deadline: 10_000 }

it.each([
  ['just before it is old', '2026-03-29T10:04:59.999Z', 1],
  ['once it is old', '2026-03-29T10:05:00Z', 2],
  ['after the clock was set back', '2026-03-29T09:00:00Z', 2],
])('%s, at %s, a list has been read %i times', async (_, later, reads) => {
  let [now, read] = [at('2026-03-29T10:00:00Z'), 0]
  const list = createCachedList(
    async () => (read += 1),
    times,
    () => now,
  )
  await list(anyone)
  now = at(later)
  expect(await list(anyone)).toBe(reads)
})

it('a list whose read was cancelled is read again for the next caller', async () => {
  let reads = 0
  const list = createCachedList(async ({ signal }) => {
    reads += 1
    if (reads > 1) return reads
    return new Promise<number>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  }, times)
  const [one, two] = [new AbortController(), new AbortController()]
  const left = [one, two].map(({ signal }) => expect(list({ ...anyone, signal })).rejects.toThrow('cancelled'))
  one.abort()
  two.abort()

  expect(await list(anyone)).toBe(2)
  await Promise.all(left)
  expect(await list(anyone)).toBe(2)
})

it('a caller of a list gets its remaining TTL and its failures', async () => {
  let [now, isBroken] = [0, false]
  const list = createCachedList(
    async () => {
      if (isBroken) throw new Error('broken')
    },
    times,
    () => now,
  )
  const told: number[] = []
  const callContext = { ...anyone, onList: (keptFor: number) => told.push(keptFor) }
  await list(callContext)
  now = 100_000
  await list(callContext)
  expect(told).toEqual([300_000, 200_000])
  isBroken = true
  now = 300_000
  await expect(list(callContext)).rejects.toThrow('broken')
  expect(told.at(-1)).toBe(0)
})

describe('an expired list that cannot be read again', () => {
  /** A list that was read at 0 and answers now as `read` says; and what happened at an instant. */
  async function open(read: () => Promise<string>) {
    let [now, calls] = [0, 0]
    const list = createCachedList(
      async () => {
        calls += 1
        return now === 0 ? 'before' : read()
      },
      times,
      () => now,
    )
    await list(anyone)
    return async (instant: number, staleFor = 86_400_000) => {
      now = instant
      calls = 0
      const used: number[] = []
      const callContext = { ...anyone, staleLists: { staleFor, onUse: (readAt: number) => used.push(readAt) } }
      const answer = await list(callContext).catch((error) => error.message)
      return { answer, used, calls }
    }
  }
  const down = () => Promise.reject(new GapError('UNAVAILABLE', 'down'))
  const standsIn = { answer: 'before', used: [0] }

  it('is used if the caller accepts stale lists, with its age', async () => {
    const ask = await open(down)
    expect(await ask(300_000)).toEqual({ ...standsIn, calls: 1 })
    expect(await ask(400_000, 400_000)).toEqual({ answer: 'down', used: [], calls: 1 })
    expect(await ask(500_000, 0)).toEqual({ answer: 'down', used: [], calls: 1 })
  })

  it('is not used if the caller accepts no stale lists', async () => {
    let now = 0
    const list = createCachedList(
      async () => (now === 0 ? 'before' : down()),
      times,
      () => now,
    )
    await list(anyone)
    now = 300_000
    await expect(list(anyone)).rejects.toThrow('down')
  })

  it('is requested once a minute', async () => {
    const ask = await open(down)
    for (const [instant, calls] of [
      [300_000, 1],
      [330_000, 0],
      [359_999, 0],
      [360_000, 1],
      [361_000, 0],
    ] as const)
      expect(await ask(instant)).toEqual({ ...standsIn, calls })
  })

  it('is fresh as soon as it has been read again', async () => {
    let isDown = true
    const ask = await open(() => (isDown ? down() : Promise.resolve('after')))
    await ask(300_000)
    isDown = false
    expect(await ask(360_000)).toEqual({ answer: 'after', used: [], calls: 1 })
    expect(await ask(659_999)).toEqual({ answer: 'after', used: [], calls: 0 })
  })

  it('is used after a fifth of the deadline, and its read is cancelled without other callers', async () => {
    const late = openGate()
    const ask = await open(async () => {
      await late.opened
      return 'after'
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const first = ask(300_000)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await first).toEqual({ ...standsIn, calls: 1 })
    expect(await ask(300_000)).toEqual({ ...standsIn, calls: 0 })
    late.open()
    await late.opened
    vi.useRealTimers()
    await expect.poll(() => ask(300_000)).toEqual({ answer: 'after', used: [], calls: 0 })
  })

  it.each(['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND'] as const)(
    'is never used again after the source rejected the request: %s',
    async (code) => {
      let failure = new GapError(code, 'refused')
      const ask = await open(() => Promise.reject(failure))
      expect(await ask(300_000)).toEqual({ answer: 'refused', used: [], calls: 1 })
      failure = new GapError('UNAVAILABLE', 'down')
      expect(await ask(300_000)).toEqual({ answer: 'down', used: [], calls: 1 })
    },
  )

  it('is read again for the next caller after the first has disconnected', async () => {
    let now = 0
    const list = createCachedList(
      async ({ signal }) => {
        if (now === 0) return 'before'
        if (now > 300_000) return 'after'
        return new Promise<string>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      },
      times,
      () => now,
    )
    const staleLists = { staleFor: 86_400_000, onUse: () => {} }
    const leaver = new AbortController()
    await list(anyone)
    now = 300_000
    const left = list({ ...anyone, staleLists, signal: leaver.signal })
    leaver.abort()
    await left
    now = 300_001
    expect(await list({ ...anyone, staleLists })).toBe('after')
  })
})
