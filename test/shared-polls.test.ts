import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPolling } from '../src/gateway/polling.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Polls that count, and a way to watch them. */
function startCounting() {
  const polls = createPolling<number>(Date.now)
  const counts: Record<string, number> = {}
  const watch = (question = 'one', every = 5_000) =>
    polls
      .watch(question, every, () => {
        counts[question] = (counts[question] ?? 0) + 1
        return counts[question]
      })
      [Symbol.asyncIterator]()
  return { watch, counts, close: polls.close }
}

const take = async (stream: AsyncIterator<number>) => (await stream.next()).value

describe('a question', () => {
  it('is asked at once, and then as often as agreed', async () => {
    const { watch } = startCounting()
    const stream = watch()
    expect(await take(stream)).toBe(1)
    vi.advanceTimersByTime(4_999)
    const next = take(stream)
    vi.advanceTimersByTime(1)
    expect(await next).toBe(2)
  })

  it('is not polled for an iterator that is not read', () => {
    const { watch, counts } = startCounting()
    watch()
    expect({ counts, timers: vi.getTimerCount() }).toEqual({ counts: {}, timers: 0 })
  })

  it('is polled once for all subscribers', async () => {
    const { watch, counts } = startCounting()
    const streams = Array.from({ length: 200 }, () => watch())
    expect(new Set(await Promise.all(streams.map(take)))).toEqual(new Set([1]))
    vi.advanceTimersByTime(5_000)
    expect(new Set(await Promise.all(streams.map(take)))).toEqual(new Set([2]))
    expect({ counts, timers: vi.getTimerCount() }).toEqual({ counts: { one: 2 }, timers: 1 })
  })

  it('sends the latest result to a subscriber that joins later', async () => {
    const { watch, counts } = startCounting()
    await take(watch())
    vi.advanceTimersByTime(12_000)
    expect(await take(watch())).toBe(3)
    expect(counts).toEqual({ one: 3 })
  })

  it('is polled again for all when a new subscriber would get a result older than a minute', async () => {
    const { watch } = startCounting()
    const stream = watch('one', 3_600_000)
    expect(await take(stream)).toBe(1)
    vi.advanceTimersByTime(60_000)
    expect(await take(watch('one', 3_600_000))).toBe(1)
    vi.advanceTimersByTime(1)
    expect(await take(watch('one', 3_600_000))).toBe(2)
    expect(await take(stream)).toBe(2)
    expect(await take(watch('one', 3_600_000))).toBe(2)
    expect(vi.getTimerCount()).toBe(1)
  })

  it('sends only the newest result to a slow subscriber', async () => {
    const { watch } = startCounting()
    const stream = watch()
    await take(stream)
    vi.advanceTimersByTime(20_000)
    expect(await take(stream)).toBe(5)
  })

  it('keeps its own time', async () => {
    const { watch, counts } = startCounting()
    await Promise.all([take(watch('one', 5_000)), take(watch('other', 20_000))])
    vi.advanceTimersByTime(20_000)
    expect(counts).toEqual({ one: 5, other: 2 })
  })

  it('is removed, and its timer stopped, with the last subscriber', async () => {
    const { watch, counts } = startCounting()
    const streams = [watch(), watch()]
    await Promise.all(streams.map(take))
    await streams[0]?.return?.()
    expect(vi.getTimerCount()).toBe(1)
    await streams[1]?.return?.()
    vi.advanceTimersByTime(60_000)
    expect({ counts, timers: vi.getTimerCount() }).toEqual({ counts: { one: 1 }, timers: 0 })
    expect(await take(watch())).toBe(2)
  })
})

describe('the signal of a poll', () => {
  /** A stream, and the signals that its polls were given. */
  function startWatching(polls = createPolling<number>(Date.now)) {
    const signals: AbortSignal[] = []
    const watch = () => polls.watch('one', 5_000, (left) => signals.push(left))[Symbol.asyncIterator]()
    return { watch, close: polls.close, areLeft: () => signals.map(({ aborted }) => aborted) }
  }

  it('is aborted when the last subscriber has disconnected', async () => {
    const { watch, areLeft } = startWatching()
    const streams = [watch(), watch()]
    await Promise.all(streams.map(take))
    vi.advanceTimersByTime(5_000)
    await streams[0]?.return?.()
    expect(areLeft()).toEqual([false, false])
    await streams[1]?.return?.()
    expect(areLeft()).toEqual([true, true])
    await take(watch())
    expect(areLeft()).toEqual([true, true, false])
  })

  it('is not aborted on shutdown, so that an event in progress is finished', async () => {
    const { watch, close, areLeft } = startWatching()
    const stream = watch()
    await take(stream)
    close()
    expect(await stream.next()).toMatchObject({ done: true })
    expect(areLeft()).toEqual([false])
  })
})

describe('closing', () => {
  it('ends every stream and timer, and whatever is watched afterwards', async () => {
    const { watch, close } = startCounting()
    const streams = [watch('one'), watch('one'), watch('other')]
    await Promise.all(streams.map(take))
    const ends = streams.map((stream) => stream.next())
    close()
    for (const end of [...ends, watch('late').next()]) expect(await end).toMatchObject({ done: true })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('drops results that have not been read', async () => {
    const { watch, close } = startCounting()
    const stream = watch()
    await take(stream)
    vi.advanceTimersByTime(5_000)
    close()
    expect(await stream.next()).toMatchObject({ done: true })
  })
})
