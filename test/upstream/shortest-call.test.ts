import { describe, expect, it } from 'vitest'
import { createShortestCall } from '../../src/upstream/queue/call-scheduler.ts'

/** Over a clock that the test sets forward. */
function start() {
  let now = 1_000_000
  const shortest = createShortestCall(() => now)
  const advance = (milliseconds: number) => {
    now += milliseconds
  }
  const answer = (calls: number, lasting: number) => {
    for (let call = 0; call < calls; call += 1) {
      advance(lasting)
      shortest.add(now - lasting)
    }
  }
  return { shortest, advance, answer }
}

describe('the shortest call', () => {
  it('The shortest call is unknown until 20 calls have succeeded.', () => {
    const { shortest, answer } = start()
    answer(19, 50)
    expect(shortest.read()).toBe(0)
    answer(1, 80)
    expect(shortest.read()).toBe(50)
  })

  it('The shortest call is updated by the first faster call.', () => {
    const { shortest, answer } = start()
    answer(30, 500)
    answer(1, 20)
    expect(shortest.read()).toBe(20)
  })

  it('The shortest call expires after a minute.', () => {
    const { shortest, advance, answer } = start()
    answer(25, 20)
    advance(30_000)
    answer(25, 100)
    expect(shortest.read()).toBe(20)
    advance(35_000)
    expect(shortest.read()).toBe(100)
    advance(60_000)
    expect(shortest.read()).toBe(0)
  })
})
