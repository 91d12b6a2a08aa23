import { describe, expect, it } from 'vitest'
import { GapError } from '../../src/report/port/error.ts'
import { type CallSchedulerOptions, createCallScheduler } from '../../src/upstream/queue/call-scheduler.ts'
import { createGcra } from '../../src/upstream/rate-limit/rate-limit-rule.ts'
import { createRateLimiter } from '../../src/upstream/rate-limit/rate-limiter.ts'
import { openGate } from '../support/gate.ts'

const gapMs = 20

/** Without limits, but for those given. */
const open = (limits: Partial<CallSchedulerOptions> = {}) =>
  createCallScheduler({
    inFlight: 100,
    maxQueued: 100,
    maxWait: 10_000,
    budget: createRateLimiter(createGcra(Number.POSITIVE_INFINITY, 1), Date.now),
    clock: Date.now,
    ...limits,
  })

/** One call each 20 ms. */
const createSlowBudget = (burst: number) => createRateLimiter(createGcra(60_000 / gapMs, burst), Date.now)

const counted = { isBudgeted: true }
const uncounted = { isBudgeted: false }

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

describe('a call scheduler', () => {
  it('Calls are sent in order, and each returns its own result.', async () => {
    const lane = open({ inFlight: 1 })
    const started: number[] = []
    const answers = numbers(20).map((index) =>
      lane.run(async () => {
        started.push(index)
        return index * 10
      }, counted),
    )

    expect(await Promise.all(answers)).toEqual(numbers(20).map((index) => index * 10))
    expect(started).toEqual(numbers(20))
  })

  it('As many calls are in flight as allowed, and no more.', async () => {
    const lane = open({ inFlight: 3 })
    let [active, most] = [0, 0]
    const call = async () => {
      active += 1
      most = Math.max(most, active)
      await new Promise(setImmediate)
      active -= 1
    }
    await Promise.all(numbers(20).map(() => lane.run(call, counted)))

    expect(most).toBe(3)
  })

  it('The next call is sent as soon as one ends.', async () => {
    const lane = open({ inFlight: 1 })
    const { opened, open: end } = openGate()
    const started: string[] = []
    const first = lane.run(() => opened, counted)
    const second = lane.run(async () => started.push('second'), counted)
    await new Promise(setImmediate)
    expect(started).toEqual([])

    end()
    await Promise.all([first, second])
    expect(started).toEqual(['second'])
  })

  it('Calls are sent at the pace of the rate limit.', async () => {
    const slow = createSlowBudget(2)
    const sent: number[] = []
    const take = () => {
      sent.push(Date.now())
      return slow.take()
    }
    const lane = open({ budget: { ...slow, take } })
    await Promise.all(numbers(5).map(() => lane.run(async () => {}, counted)))
    const [first = 0] = sent

    expect(sent.map((instant, index) => instant >= first + (index - 1) * gapMs)).toEqual([true, true, true, true, true])
  })

  it('Calls that the source does not count pass calls that wait for the rate limit.', async () => {
    let now = 0
    const clock = () => now
    const lane = open({ budget: createRateLimiter(createGcra(60_000 / gapMs, 1), clock), clock })
    const ended: string[] = []
    const [first, waiting, passing] = [
      lane.run(async () => ended.push('first'), counted),
      lane.run(async () => ended.push('waiting'), counted),
      lane.run(async () => ended.push('uncounted'), uncounted),
    ]
    await Promise.all([first, passing])
    expect(ended.toSorted()).toEqual(['first', 'uncounted'])

    now += gapMs
    await waiting
    expect(ended.at(-1)).toBe('waiting')
  })

  it('Uncounted calls are not sent beyond the concurrency limit.', async () => {
    const lane = open({ inFlight: 1 })
    const { opened, open: end } = openGate()
    const started: string[] = []
    const calls = [lane.run(() => opened, counted), lane.run(async () => started.push('uncounted'), uncounted)]
    await new Promise(setImmediate)
    expect(started).toEqual([])

    end()
    await Promise.all(calls)
  })

  it('Calls are sent after other calls have failed.', async () => {
    const lane = open({ inFlight: 1 })
    const failure = new GapError('UNAVAILABLE', 'out of order')
    const mistake = new Error('a mistake')
    const answers = await Promise.allSettled([
      lane.run(() => Promise.reject(failure), counted),
      lane.run(() => {
        throw mistake
      }, counted),
      lane.run(async () => 'well', counted),
    ])

    expect(answers).toEqual([
      { status: 'rejected', reason: failure },
      { status: 'rejected', reason: mistake },
      { status: 'fulfilled', value: 'well' },
    ])
  })
})
