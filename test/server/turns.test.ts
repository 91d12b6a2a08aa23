import { describe, expect, it } from 'vitest'
import { inPieces } from '../../src/schema/build/in-pieces.ts'

const range = (length: number) => Array.from({ length }, (_, index) => index)

async function complete(list: Iterable<number>): Promise<number[]> {
  const items: number[] = []
  for await (const item of list) items.push(item)
  return items
}

/** Counts the turns of the event loop that are left to others until the list is complete. */
async function countTurns(list: Iterable<number>): Promise<number> {
  let turns = 0
  let isOver = false
  const other = () => {
    turns += 1
    if (!isOver) setImmediate(other)
  }
  setImmediate(other)
  await complete(list)
  isOver = true
  return turns
}

describe('robustness, overload: a list', () => {
  it('of some hundreds is at hand at once', () => {
    const list = range(500)
    expect(inPieces(list)).toBe(list)
  })

  it('of a year of hours comes whole and in order, and leaves turns to what is short', async () => {
    expect(await countTurns(inPieces(range(8_760)))).toBeGreaterThanOrEqual(34)
    expect(await complete(inPieces(range(8_760)))).toEqual(range(8_760))
  })

  it('waits for those before it, a piece of one of them a turn', async () => {
    const done: string[] = []
    const [first, second] = ['first', 'second'].map(async (name) => {
      await complete(inPieces(range(2_000)))
      done.push(name)
    })
    await Promise.all([second, first])
    expect(done).toEqual(['first', 'second'])
  })
})
