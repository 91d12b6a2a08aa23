import { describe, expect, it } from 'vitest'
import { inTurns } from '../../src/schema/in-turns.ts'

const range = (length: number) => Array.from({ length }, (_, index) => index)

/** Counts the turns of the event loop that are left to others until all is there. */
async function countTurns(lists: readonly (readonly (number | Promise<number>)[])[]): Promise<number> {
  let turns = 0
  let isOver = false
  const other = () => {
    turns += 1
    if (!isOver) setImmediate(other)
  }
  setImmediate(other)
  await Promise.all(lists.map((list) => Promise.all(list)))
  isOver = true
  return turns
}

describe('robustness, overload: a list', () => {
  it('of some hundreds is at hand at once', () => {
    const list = range(500)
    expect(inTurns(list)).toBe(list)
  })

  it('of a year of hours comes whole and in order, and leaves turns to what is short', async () => {
    const list = inTurns(range(8_760))
    expect(await countTurns([list])).toBeGreaterThanOrEqual(34)
    expect(await Promise.all(list)).toEqual(range(8_760))
  })

  it('waits for those before it, a piece of one of them a turn', async () => {
    const done: string[] = []
    const [first, second] = ['first', 'second'].map(async (name) => {
      await Promise.all(inTurns(range(2_000)))
      done.push(name)
    })
    await Promise.all([second, first])
    expect(done).toEqual(['first', 'second'])
  })
})
