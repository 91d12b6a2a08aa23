import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minute } from '../../src/report/time/date.ts'
import { createFixedWindow, createGcra, type RateLimitRule } from '../../src/upstream/rate-limit/rate-limit-rule.ts'
import { createRateLimiter } from '../../src/upstream/rate-limit/rate-limiter.ts'
import { at, writeInstant } from '../support/instants.ts'

const now = at('2026-03-29T10:00:40Z')

/** A rule and its state. */
interface Budget {
  earliest(now: number, ahead: number): number
  take(now: number): void
  pauseUntil(instant: number): void
}

// biome-ignore lint/suspicious/noExplicitAny: any rule brings its own state
function open(rule: RateLimitRule<any>): Budget {
  let state = rule.initial
  return {
    earliest: (now, ahead) => rule.earliest(state, now, ahead),
    take(now) {
      state = rule.take(state, now)
    },
    pauseUntil(instant) {
      state = rule.pause(state, instant)
    },
  }
}

/** Sends each call as early as the budget allows after it was asked for; answers when each was sent. */
function send(budget: Budget, arrivals: readonly number[]): readonly number[] {
  let sentLast = 0
  return arrivals.map((arrival) => {
    sentLast = budget.earliest(Math.max(arrival, sentLast), 0)
    budget.take(sentLast)
    return sentLast
  })
}

const anyArrivals = fc
  .array(fc.integer({ min: 0, max: 5 * minute }), { minLength: 1, maxLength: 200 })
  .map((delays) => delays.map((delay) => now + delay).sort((a, b) => a - b))

function takeTimes(budget: Budget, times: number): Budget {
  for (let taken = 0; taken < times; taken += 1) budget.take(now)
  return budget
}

describe('a fixed window of a minute', () => {
  it.each([
    [0, 0, '2026-03-29T10:00:40Z'],
    [2, 0, '2026-03-29T10:00:40Z'],
    [3, 0, '2026-03-29T10:01Z'],
    [2, 1, '2026-03-29T10:01Z'],
    [3, 2, '2026-03-29T10:01Z'],
    [3, 3, '2026-03-29T10:02Z'],
    [0, 9, '2026-03-29T10:03Z'],
  ])(
    'A fixed window of 3 calls, after %i calls and behind %i queued ones, allows a call at %s.',
    (taken, ahead, expected) => {
      const budget = takeTimes(open(createFixedWindow(3)), taken)

      expect(writeInstant(budget.earliest(now, ahead))).toBe(expected)
    },
  )

  it('A fixed window is empty again at the start of a minute.', () => {
    const budget = takeTimes(open(createFixedWindow(3)), 3)

    expect(writeInstant(budget.earliest(at('2026-03-29T10:00:59.999Z'), 0))).toBe('2026-03-29T10:01Z')
    expect(writeInstant(budget.earliest(at('2026-03-29T10:01:00.001Z'), 0))).toBe('2026-03-29T10:01:00.001Z')
  })

  it('A fixed window never allows more calls in a minute than its limit (seed 2026).', () => {
    const keepsLimit = fc.property(anyArrivals, fc.integer({ min: 1, max: 20 }), (arrivals, limit) => {
      const minutes = send(open(createFixedWindow(limit)), arrivals).map((sent) => Math.floor(sent / minute))
      const counts = [...new Set(minutes)].map((one) => minutes.filter((other) => other === one).length)

      expect(Math.max(...counts)).toBeLessThanOrEqual(limit)
    })

    fc.assert(keepsLimit, { seed: 2026, numRuns: 300 })
  })
})

describe('GCRA', () => {
  it.each([
    [0, 0, '2026-03-29T10:00:40Z'],
    [2, 0, '2026-03-29T10:00:40Z'],
    [3, 0, '2026-03-29T10:00:41Z'],
    [0, 3, '2026-03-29T10:00:41Z'],
    [3, 2, '2026-03-29T10:00:43Z'],
  ])(
    'GCRA with one call per second and a burst of 3, after %i calls and behind %i queued ones, allows a call at %s.',
    (taken, ahead, expected) => {
      const budget = takeTimes(open(createGcra(60, 3)), taken)

      expect(writeInstant(budget.earliest(now, ahead))).toBe(expected)
    },
  )

  it('GCRA keeps its pace after the clock was set back.', () => {
    const budget = takeTimes(open(createGcra(60, 3)), 3)
    const earlier = now - 60 * minute

    expect(send(budget, [earlier, earlier, earlier]).map((sent) => sent - earlier)).toEqual([0, 1000, 2000])
  })

  it.each([
    ['by the minute', createFixedWindow(3), 3],
    ['that is steady', createGcra(60, 3), 1],
  ] as const)('%s is kept by calls that are counted after the clock was set back', async (_, rule, atOnce) => {
    let clock = now
    const budget = createRateLimiter<never>(rule as never, () => clock)
    for (let taken = 0; taken < 3; taken += 1) await budget.take()
    clock -= 60 * minute
    const isTaken: boolean[] = []
    for (let taken = 0; taken < 5; taken += 1) isTaken.push(await budget.take())
    expect(isTaken.filter(Boolean)).toHaveLength(atOnce)
  })

  it('GCRA allows no more than its burst after an idle time.', () => {
    const sent = send(open(createGcra(60, 3)), Array(5).fill(now + 30 * minute))

    expect(sent.map((instant) => instant - now - 30 * minute)).toEqual([0, 0, 0, 1000, 2000])
  })

  it('GCRA never allows more calls in any period than its burst and pace (seed 2026).', () => {
    const perMinute = fc.integer({ min: 1, max: 120 })
    const keepsPace = fc.property(anyArrivals, perMinute, fc.integer({ min: 1, max: 20 }), (arrivals, pace, burst) => {
      const sent = send(open(createGcra(pace, burst)), arrivals)
      // The call after a full burst may come no sooner than the pace allows from the first of them on.
      const tooSoon = sent.filter((instant, index) => {
        const start = sent[index - burst]
        return start !== undefined && instant < start + minute / pace - 1e-3
      })

      expect(tooSoon).toEqual([])
      expect(sent.length - burst).toBeLessThanOrEqual(((sent.at(-1) ?? 0) - (sent[0] ?? 0)) / (minute / pace) + 1e-3)
    })

    fc.assert(keepsPace, { seed: 2026, numRuns: 300 })
  })
})

describe.each([
  ['by the minute', () => open(createFixedWindow(100))],
  ['steady', () => open(createGcra(120, 40))],
])('a pause with %s', (_, create) => {
  const paused = at('2026-03-29T10:05:30Z')

  it('A pause delays every call until it ends.', () => {
    const budget = create()
    budget.pauseUntil(paused)

    expect(budget.earliest(now, 0)).toBe(paused)
    expect(budget.earliest(paused, 0)).toBe(paused)
    expect(budget.earliest(paused + 1, 0)).toBe(paused + 1)
  })

  it('A pause is not shortened by another one.', () => {
    const budget = create()
    budget.pauseUntil(paused)
    budget.pauseUntil(now + 1)

    expect(budget.earliest(now, 0)).toBe(paused)
  })
})

describe('GCRA after a pause', () => {
  it('GCRA has half its pace and half its burst for a minute after a pause.', () => {
    const budget = open(createGcra(60, 4))
    budget.pauseUntil(now)
    const sent = send(budget, Array(5).fill(now)).map((instant) => instant - now)
    const later = now + minute
    const usual = send(budget, Array(6).fill(later)).map((instant) => instant - later)

    expect(sent).toEqual([0, 0, 2_000, 4_000, 6_000])
    expect(usual).toEqual([0, 0, 0, 0, 1_000, 2_000])
  })
})

describe('merged states of replicas', () => {
  const anyState = fc.array(fc.integer({ min: 0, max: 3 * minute }), { maxLength: 12 })

  it.each<[string, RateLimitRule]>([
    ['by the minute', createFixedWindow(5)],
    ['steady', createGcra(20, 4)],
  ])('A merged state with %s allows no more calls than either replica (seed 2026).', (_, rule) => {
    const reach = (delays: readonly number[]) =>
      [...delays].sort((a, b) => a - b).reduce((state, delay) => rule.take(state, now + delay), rule.initial)
    const leavesNoMore = fc.property(anyState, anyState, fc.integer({ min: 3, max: 4 }), (some, others, minutes) => {
      const [one, other] = [reach(some), reach(others)]
      const later = now + minutes * minute
      const both = rule.merge(one, other)

      expect(both).toEqual(rule.merge(other, one))
      for (const state of [one, other])
        expect(rule.earliest(both, later, 0)).toBeGreaterThanOrEqual(rule.earliest(state, later, 0))
    })

    fc.assert(leavesNoMore, { seed: 2026, numRuns: 300 })
  })

  it.each<[string, RateLimitRule]>([
    ['by the minute', createFixedWindow(5)],
    ['steady', createGcra(60, 5)],
  ])('A merged state with %s counts the remaining calls.', (_, rule) => {
    const after = (calls: number) => Array(calls).fill(now).reduce(rule.take, rule.initial)

    expect([0, 1, 5].map((calls) => rule.countLeft(after(calls), now))).toEqual([5, 4, 0])
    expect(rule.countLeft(rule.pause(rule.initial, now + 1), now)).toBe(0)
  })
})
