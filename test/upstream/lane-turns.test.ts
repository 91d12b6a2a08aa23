import { describe, expect, it } from 'vitest'
import { type CallSchedulerOptions, createCallScheduler } from '../../src/upstream/queue/call-scheduler.ts'
import { createGcra } from '../../src/upstream/rate-limit/rate-limit-rule.ts'
import { createRateLimiter } from '../../src/upstream/rate-limit/rate-limiter.ts'
import { compareCpuTime } from '../support/compare-cpu-time.ts'
import { openGate } from '../support/gate.ts'

const clock = () => 1_000_000_000

/** A lane of one call at a time, held up by a first call until it is opened, and the names of those sent since. */
async function holdUp(limits: Partial<CallSchedulerOptions> = {}) {
  const budget = createRateLimiter(createGcra(Number.POSITIVE_INFINITY, 1), clock)
  const lane = createCallScheduler({ inFlight: 1, maxQueued: 256, maxWait: 10_000, budget, clock, ...limits })
  const { opened, open } = openGate()
  const sent: string[] = []
  const first = lane.run(() => opened, { isBudgeted: false })
  const ask = (name: string, count = 1, isBudgeted = true) => {
    const read = {}
    const [caller = ''] = name.split('/')
    return Array.from({ length: count }, () =>
      lane
        .run(async () => void sent.push(name), { isBudgeted, caller, read })
        .then(
          () => 'sent',
          ({ gap }) => gap.code as string,
        ),
    )
  }
  return { lane, ask, sent, open, first }
}

describe('a call scheduler', () => {
  it('The only call of a client is sent before 200 earlier calls of another.', async () => {
    const { ask, sent, open } = await holdUp()
    const calls = [...ask('ann/year', 200), ...ask('bob/day')]
    open()
    await Promise.all(calls)

    expect(sent.slice(0, 3)).toEqual(['ann/year', 'bob/day', 'ann/year'])
    expect(sent).toHaveLength(201)
  })

  it('A small read of a client is sent before its large one.', async () => {
    const { ask, sent, open } = await holdUp()
    const calls = [...ask('ann/year', 20), ...ask('ann/day', 2)]
    open()
    await Promise.all(calls)

    expect(sent.slice(0, 3)).toEqual(['ann/day', 'ann/day', 'ann/year'])
  })

  it('A full queue evicts the last call of the client with the most calls for another client, but not for itself.', async () => {
    const { ask, open } = await holdUp({ maxQueued: 10 })
    const greedy = ask('ann/year', 10)
    const late = [...ask('ann/day'), ...ask('bob/day')]
    open()
    const answers = await Promise.all(greedy)

    expect(await Promise.all(late)).toEqual(['UNAVAILABLE', 'sent'])
    expect(answers.filter((answer) => answer === 'sent')).toHaveLength(9)
  })

  it('assertBudgetFor counts queued calls of other clients only as far as they are sent first.', async () => {
    const budget = createRateLimiter(createGcra(60, 1), clock)
    const { lane, ask } = await holdUp({ budget, inFlight: 2, maxWait: 20_000 })
    void ask('ann/year', 20)

    expect(() => lane.assertBudgetFor(2, 'ann')).toThrow('allows no call')
    expect(() => lane.assertBudgetFor(9, 'bob')).not.toThrow()
    expect(() => lane.assertBudgetFor(12, 'bob')).toThrow('allows no call')
    expect(lane.hasBudgetFor(1)).toBe(false)
  })

  it('Only calls that another client delays beyond their deadline are rejected.', async () => {
    const budget = createRateLimiter(createGcra(60, 1), clock)
    const { ask, lane } = await holdUp({ budget, inFlight: 1, maxWait: 4_000 })
    const calls = ask('ann/year', 5)
    const other = ask('bob/day', 1)

    expect(await calls[4]).toBe('RATE_LIMITED')
    expect(
      await Promise.race([...calls.slice(0, 4), ...other, new Promise((pass) => setImmediate(pass, 'wait'))]),
    ).toBe('wait')
    expect(lane.count()).toEqual({ waiting: 5, inFlight: 1 })
  })
})

describe('the work for each call', () => {
  const callers = ['ann', 'bob', 'eve', 'joe']

  /** Queues this many calls behind one, and sends them. */
  async function passThrough(count: number): Promise<void> {
    const { ask, lane, open, first } = await holdUp({ maxQueued: count })
    const calls = callers.flatMap((caller) => [
      ...ask(`${caller}/year`, count / 8),
      ...Array.from({ length: count / 8 }, (_, index) => ask(`${caller}/day-${index}`)).flat(),
    ])
    expect(lane.count().waiting).toBe(count)
    open()
    await first
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['sent']))
  }

  it('CPU time per call does not grow with the queue: ten times as many calls take far less than a hundred times the CPU time.', async () => {
    await passThrough(800)
    const ratio = await compareCpuTime(
      () => passThrough(8_000),
      () => passThrough(800),
    )
    expect(ratio).toBeLessThan(40)
  })
})
