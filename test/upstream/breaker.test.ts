import { describe, expect, it } from 'vitest'
import { GapError } from '../../src/report/port/error.ts'
import { type CallResult, createCircuitBreaker, defaultBreaker } from '../../src/upstream/circuit-breaker.ts'

/** A breaker as it comes, over a clock that the test sets forward. */
function open() {
  let now = 5_000
  const breaker = createCircuitBreaker(defaultBreaker, () => now)
  const call = (end: CallResult, times = 1) => {
    for (let count = 0; count < times; count += 1) breaker.startCall()(end)
  }
  const advance = (milliseconds: number) => {
    now += milliseconds
  }
  return { breaker, call, advance }
}

const retryAfter = ({ breaker }: ReturnType<typeof open>) => breaker.findRejection()?.gap.retryAfter

describe('a circuit breaker', () => {
  it.each<[string, [CallResult, number][], string]>([
    ['19 calls that fail', [['FAILED', 19]], 'CLOSED'],
    ['20 calls that fail', [['FAILED', 20]], 'OPEN'],
    [
      '10 of 20',
      [
        ['ANSWERED', 10],
        ['FAILED', 10],
      ],
      'OPEN',
    ],
    [
      '9 of 20',
      [
        ['ANSWERED', 11],
        ['FAILED', 9],
      ],
      'CLOSED',
    ],
    [
      '19 that fail among any number who left',
      [
        ['LEFT', 50],
        ['FAILED', 19],
        ['LEFT', 50],
      ],
      'CLOSED',
    ],
  ])('After %s failed calls the circuit breaker is in the expected state.', (_, calls, state) => {
    const { breaker, call } = open()
    for (const [end, times] of calls) call(end, times)

    expect(breaker.state).toBe(state)
  })

  it('Failures count for ten seconds.', () => {
    const { breaker, call, advance } = open()
    call('FAILED', 19)
    advance(10_001)
    call('FAILED', 19)
    expect(breaker.state).toBe('CLOSED')
    advance(5_000)
    call('FAILED')

    expect(breaker.state).toBe('OPEN')
  })

  it('The circuit breaker stays open twice as long after each failed probe, up to a minute.', () => {
    const opened = open()
    opened.call('FAILED', 20)
    const waits = Array.from({ length: 6 }, () => {
      const wait = retryAfter(opened) ?? 0
      opened.advance(wait)
      opened.call('FAILED')
      return wait
    })

    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000])
  })

  it('After a successful probe the circuit breaker opens for five seconds again.', () => {
    const opened = open()
    opened.call('FAILED', 20)
    opened.advance(5_000)
    opened.call('FAILED')
    opened.advance(10_000)
    opened.call('ANSWERED')
    expect(opened.breaker.state).toBe('CLOSED')
    opened.call('FAILED', 20)

    expect(retryAfter(opened)).toBe(5_000)
  })

  it('A half-open circuit breaker allows one call, and rejects others until it has ended.', () => {
    const opened = open()
    opened.call('FAILED', 20)
    opened.advance(5_000)
    const end = opened.breaker.startCall()
    expect(opened.breaker.state).toBe('HALF_OPEN')
    expect(() => opened.breaker.startCall()).toThrow(GapError)
    expect(retryAfter(opened)).toBe(5_000)
    end('ANSWERED')

    expect(opened.breaker.findRejection()).toBeUndefined()
  })

  it('A cancelled probe does not change the state.', () => {
    const { breaker, call, advance } = open()
    call('FAILED', 20)
    advance(5_000)
    call('LEFT')
    expect(breaker.state).toBe('HALF_OPEN')
    call('ANSWERED')

    expect(breaker.state).toBe('CLOSED')
  })

  it('Calls that were not sent in time count only while no call is answered.', () => {
    const { breaker, call, advance } = open()
    const miss = (times: number) => Array.from({ length: times }, () => breaker.recordOverdue())
    call('ANSWERED')
    miss(100)
    expect(breaker.state).toBe('CLOSED')
    advance(11_000)
    miss(19)
    expect(breaker.state).toBe('CLOSED')
    miss(1)

    expect(breaker.state).toBe('OPEN')
  })

  it('Calls that were sent before the circuit breaker opened do not change its state.', () => {
    const opened = open()
    const ends = Array.from({ length: 30 }, () => opened.breaker.startCall())
    for (const end of ends.slice(0, 20)) end('FAILED')
    opened.advance(1_000)
    for (const end of ends.slice(20, 25)) end('FAILED')
    for (const end of ends.slice(25)) end('ANSWERED')

    expect(retryAfter(opened)).toBe(4_000)
  })
})
