import { describe, expect, it } from 'vitest'
import { createSteadyBudget } from '../../src/http/budget.ts'
import { createLane, type LaneOptions } from '../../src/http/lane.ts'
import { openGate } from '../support/gate.ts'

/** One call each 20 ms, over a clock that the test sets forward. */
function openSlowLane(limits: Partial<LaneOptions> = {}) {
  const budget = createSteadyBudget(3000, 1)
  let now = 1_000_000
  const clock = () => now
  const advance = (milliseconds: number) => {
    now += milliseconds
  }
  const lane = createLane({ inFlight: 1, maxWaiting: 100, patience: 50, budget, clock, ...limits })
  return { lane, budget, clock, advance }
}

const answer = async () => 'answer'
const late = (retryAfter: number) => ({
  gap: {
    code: 'RATE_LIMITED',
    message: 'the rate limit leaves no room before the deadline',
    isFailure: true,
    retryAfter,
  },
})

describe('a call that could not start in time', () => {
  it('is refused at once, and told when to come again', async () => {
    const { lane } = openSlowLane({ patience: 19 })
    await lane.run(answer, true)

    await expect(lane.run(answer, true)).rejects.toMatchObject(late(20))
  })

  it('is told so behind those that wait', async () => {
    const { lane, advance } = openSlowLane()
    const answers = [1, 2, 3].map(() => lane.run(answer, true))

    await expect(lane.run(answer, true)).rejects.toMatchObject(late(60))
    for (const waiting of answers) {
      expect(await waiting).toBe('answer')
      advance(20)
    }
  })

  it('is not sent once its answer would come too late', async () => {
    const { lane, advance } = openSlowLane()
    const { opened, open } = openGate()
    const slow = lane.run(() => opened, false)
    const overdue = lane.run(answer, false)
    advance(51)
    open()
    await slow

    await expect(overdue).rejects.toMatchObject({ gap: { code: 'TIMEOUT' } })
  })

  it('takes those that are worth nothing without it along', () => {
    const { lane } = openSlowLane({ patience: 40 })

    expect(() => lane.requireRoom(3)).not.toThrow()
    expect(() => lane.requireRoom(4)).toThrow('the rate limit leaves no room before the deadline')
  })

  it('is not refused where the source does not count it', async () => {
    const { lane } = openSlowLane({ patience: 0 })
    await lane.run(answer, true)

    expect(await lane.run(answer, false)).toBe('answer')
  })

  it('is taken again once there is room', async () => {
    const { lane, advance } = openSlowLane({ patience: 0 })
    await lane.run(answer, true)
    await expect(lane.run(answer, true)).rejects.toMatchObject(late(20))
    advance(20)

    expect(await lane.run(answer, true)).toBe('answer')
  })

  it('is refused for as long as the source pauses', async () => {
    const { lane, budget, clock, advance } = openSlowLane()
    budget.pauseUntil(clock() + 60_000)

    await expect(lane.run(answer, true)).rejects.toMatchObject(late(60_000))
    advance(60_000)
    expect(await lane.run(answer, true)).toBe('answer')
  })

  it('is refused even if it waits already when the source begins to pause', async () => {
    const { lane, budget, clock } = openSlowLane()
    const { opened, open } = openGate()
    const first = lane.run(async () => {
      await opened
      budget.pauseUntil(clock() + 60_000)
    }, true)
    const second = lane.run(answer, true)
    open()
    await first

    await expect(second).rejects.toMatchObject(late(60_000))
  }, 1000)
})

describe('a lane that is full', () => {
  it('refuses more calls, counted or not, until one has ended', async () => {
    const { lane } = openSlowLane({ maxWaiting: 2, budget: createSteadyBudget(Number.POSITIVE_INFINITY, 1) })
    const { opened, open } = openGate()
    const calls = [lane.run(() => opened, true), lane.run(answer, true), lane.run(answer, false)]
    const full = {
      gap: { code: 'UNAVAILABLE', message: 'too many calls are waiting for this source', isFailure: true },
    }

    await expect(lane.run(answer, true)).rejects.toMatchObject(full)
    await expect(lane.run(answer, false)).rejects.toMatchObject(full)
    open()
    await Promise.all(calls)
    expect(await lane.run(answer, true)).toBe('answer')
  })
})
