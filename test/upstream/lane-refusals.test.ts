import { describe, expect, it } from 'vitest'
import { type CallSchedulerOptions, createCallScheduler } from '../../src/upstream/queue/call-scheduler.ts'
import { createGcra } from '../../src/upstream/rate-limit/rate-limit-rule.ts'
import { createRateLimiter } from '../../src/upstream/rate-limit/rate-limiter.ts'
import { openGate } from '../support/gate.ts'

/** One call each 20 ms, over a clock that the test sets forward. */
function openSlowLane(limits: Partial<CallSchedulerOptions> = {}) {
  let now = 1_000_000
  const clock = () => now
  const budget = createRateLimiter(createGcra(3000, 1), clock)
  const advance = (milliseconds: number) => {
    now += milliseconds
  }
  const lane = createCallScheduler({ inFlight: 1, maxQueued: 100, maxWait: 50, budget, clock, ...limits })
  return { lane, budget, clock, advance }
}

const counted = { isBudgeted: true }
const uncounted = { isBudgeted: false }
const answer = async () => 'answer'
const late = (retryAfter: number) => ({
  gap: {
    code: 'RATE_LIMITED',
    message: 'the rate limit allows no call before the deadline',
    isFailure: true,
    retryAfter,
  },
})

describe('a call that could not start in time', () => {
  it('A call that could not start in time is rejected at once with retryAfter.', async () => {
    const { lane } = openSlowLane({ maxWait: 19 })
    await lane.run(answer, counted)

    await expect(lane.run(answer, counted)).rejects.toMatchObject(late(20))
  })

  it('A call that could not start in time behind queued ones is rejected at once.', async () => {
    const { lane, advance } = openSlowLane()
    const answers = [1, 2, 3].map(() => lane.run(answer, counted))

    await expect(lane.run(answer, counted)).rejects.toMatchObject(late(60))
    for (const waiting of answers) {
      expect(await waiting).toBe('answer')
      advance(20)
    }
  })

  it('A queued call whose deadline has passed is not sent.', async () => {
    const { lane, advance } = openSlowLane()
    const { opened, open } = openGate()
    const slow = lane.run(() => opened, uncounted)
    const overdue = lane.run(answer, uncounted)
    advance(51)
    open()
    await slow

    await expect(overdue).rejects.toMatchObject({ gap: { code: 'TIMEOUT' } })
  })

  it.each([
    ['while earlier calls were in flight', 0, 1],
    ['while later calls were sent, because it waited for the rate limit', 40, 0],
  ])('The queue reports the expected overdue calls for a call that expired %s.', async (_, pause, told) => {
    let overdue = 0
    const { lane, budget, clock, advance } = openSlowLane({ onOverdue: () => (overdue += 1) })
    const { opened, open } = openGate()
    const { opened: sent, open: tell } = openGate()
    budget.pauseUntil(clock() + pause)
    const first = lane.run(() => {
      tell()
      return opened
    }, uncounted)
    const late = lane.run(answer, uncounted)
    advance(pause)
    await sent
    advance(51)
    open()
    await first

    await expect(late).rejects.toMatchObject({ gap: { code: 'TIMEOUT' } })
    expect(overdue).toBe(told)
  })

  it('assertBudgetFor rejects a read whose last call could not start in time.', () => {
    const { lane } = openSlowLane({ maxWait: 40 })

    expect(() => lane.assertBudgetFor(3)).not.toThrow()
    expect(() => lane.assertBudgetFor(4)).toThrow('the rate limit allows no call before the deadline')
  })

  it('A call that the source does not count is not rejected.', async () => {
    const { lane } = openSlowLane({ maxWait: 0 })
    await lane.run(answer, counted)

    expect(await lane.run(answer, uncounted)).toBe('answer')
  })

  it('A call is accepted again once the rate limit allows it.', async () => {
    const { lane, advance } = openSlowLane({ maxWait: 0 })
    await lane.run(answer, counted)
    await expect(lane.run(answer, counted)).rejects.toMatchObject(late(20))
    advance(20)

    expect(await lane.run(answer, counted)).toBe('answer')
  })

  it('A call is rejected while the source is paused.', async () => {
    const { lane, budget, clock, advance } = openSlowLane()
    budget.pauseUntil(clock() + 60_000)

    await expect(lane.run(answer, counted)).rejects.toMatchObject(late(60_000))
    advance(60_000)
    expect(await lane.run(answer, counted)).toBe('answer')
  })

  it('A queued call is rejected when a pause starts that lasts too long.', async () => {
    const { lane, budget, clock } = openSlowLane()
    const { opened, open } = openGate()
    const first = lane.run(async () => {
      await opened
      budget.pauseUntil(clock() + 60_000)
    }, counted)
    const second = lane.run(answer, counted)
    open()
    await first

    await expect(second).rejects.toMatchObject(late(60_000))
  })
})

describe('a pause of the source', () => {
  it('A pause rejects the queued calls with a deadline before its end, wherever they are in the queue, and the others are sent.', async () => {
    const { lane, budget, clock, advance } = openSlowLane({ maxWait: 1_000 })
    const { opened, open } = openGate()
    const first = lane.run(async () => {
      await opened
      budget.pauseUntil(clock() + 100)
    }, uncounted)
    const early = lane.run(answer, { ...uncounted, startBy: clock() + 99 })
    const others = [lane.run(answer, counted), lane.run(answer, uncounted)]
    open()
    await first

    await expect(early).rejects.toMatchObject(late(100))
    expect(lane.count().waiting).toBe(2)
    advance(100)
    expect(await Promise.all(others)).toEqual(['answer', 'answer'])
  })
})

describe('a call behind others that take too long', () => {
  const unlimited = () => createRateLimiter(createGcra(Number.POSITIVE_INFINITY, 1), Date.now)
  const tooManyAhead = {
    gap: { code: 'TIMEOUT', message: 'the calls queued ahead take longer than the deadline allows', retryAfter: 10 },
  }
  /** Two calls in flight, 12 queued behind them, and then one more: calls take 10 ms, and 50 ms are left. */
  function fill(limits: Partial<CallSchedulerOptions> = {}) {
    const { opened, open } = openGate()
    const shortestCall = () => 10
    const { lane } = openSlowLane({ inFlight: 2, maxWait: 50, budget: unlimited(), shortestCall, ...limits })
    const calls = Array.from({ length: 14 }, () => lane.run(() => opened, uncounted))
    return { lane, calls, open }
  }

  it('A call behind others that take too long is rejected at once, and the others are sent.', async () => {
    const { lane, calls, open } = fill()
    await expect(lane.run(answer, uncounted)).rejects.toMatchObject(tooManyAhead)
    open()
    expect(await Promise.all(calls)).toHaveLength(14)
  })

  it('A call behind others that take too long is rejected whether or not the rate limit counts it.', async () => {
    const { lane, open } = fill()
    for (let queued = 0; queued < 12; queued += 1) void lane.run(answer, counted)
    await expect(lane.run(answer, counted)).rejects.toMatchObject(tooManyAhead)
    open()
  })

  it.each<[string, Partial<CallSchedulerOptions>]>([
    ['while it is unknown how long calls take', { shortestCall: () => 0 }],
    ['with a later deadline', { maxWait: 60 }],
    ['with more calls in flight', { inFlight: 3 }],
  ])('A call behind others is queued %s.', async (_, limits) => {
    const { lane, open } = fill(limits)
    const last = lane.run(answer, uncounted)
    open()
    expect(await last).toBe('answer')
  })
})

describe('a full queue', () => {
  it('A full queue rejects calls, counted or not, until one has ended.', async () => {
    const { lane } = openSlowLane({
      maxQueued: 2,
      budget: createRateLimiter(createGcra(Number.POSITIVE_INFINITY, 1), Date.now),
    })
    const { opened, open } = openGate()
    const calls = [lane.run(() => opened, counted), lane.run(answer, counted), lane.run(answer, uncounted)]
    const full = {
      gap: { code: 'UNAVAILABLE', message: 'too many calls are queued for this source', isFailure: true },
    }

    await expect(lane.run(answer, counted)).rejects.toMatchObject(full)
    await expect(lane.run(answer, uncounted)).rejects.toMatchObject(full)
    open()
    await Promise.all(calls)
    expect(await lane.run(answer, counted)).toBe('answer')
  })
})
