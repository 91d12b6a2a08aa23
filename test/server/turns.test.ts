import { describe, expect, it } from 'vitest'
import { inPieces } from '../../src/schema/build/wrap-resolvers.ts'

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
  it('A list of 500 items is returned without yielding.', () => {
    const list = range(500)
    expect(inPieces(list)).toBe(list)
  })

  it('A list of a year of hours is complete and in order, and yields to the event loop.', async () => {
    expect(await countTurns(inPieces(range(8_760)))).toBeGreaterThanOrEqual(34)
    expect(await complete(inPieces(range(8_760)))).toEqual(range(8_760))
  })

  it('Lists are completed in the order in which they were started.', async () => {
    const done: string[] = []
    const [first, second] = ['first', 'second'].map(async (name) => {
      await complete(inPieces(range(2_000)))
      done.push(name)
    })
    await Promise.all([second, first])
    expect(done).toEqual(['first', 'second'])
  })
})
