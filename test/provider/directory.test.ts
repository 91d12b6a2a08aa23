import { expect, it } from 'vitest'
import { createDirectory } from '../../src/provider/directory.ts'
import { anyone } from '../support/asker.ts'
import { at } from '../support/instants.ts'

it.each([
  ['just before it is old', '2026-03-29T10:04:59.999Z', 1],
  ['once it is old', '2026-03-29T10:05:00Z', 2],
  ['after the clock was set back', '2026-03-29T09:00:00Z', 2],
])('%s, at %s, a list was read in all %i times', async (_, later, reads) => {
  let [now, read] = [at('2026-03-29T10:00:00Z'), 0]
  const list = createDirectory(
    async () => (read += 1),
    300_000,
    () => now,
  )
  await list(anyone)
  now = at(later)
  expect(await list(anyone)).toBe(reads)
})

it('a list that nobody waits for any more is read anew for the next who asks', async () => {
  let reads = 0
  const list = createDirectory(async ({ signal }) => {
    reads += 1
    if (reads > 1) return reads
    return new Promise<number>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  }, 300_000)
  const [one, two] = [new AbortController(), new AbortController()]
  const left = [one, two].map(({ signal }) => expect(list({ ...anyone, signal })).rejects.toThrow('nobody waits'))
  one.abort()
  two.abort()

  expect(await list(anyone)).toBe(2)
  await Promise.all(left)
  expect(await list(anyone)).toBe(2)
})

it('whoever uses a list is told for how long it is kept yet, and that it has failed', async () => {
  let [now, isBroken] = [0, false]
  const list = createDirectory(
    async () => {
      if (isBroken) throw new Error('broken')
    },
    300_000,
    () => now,
  )
  const told: number[] = []
  const asker = { ...anyone, onList: (keptFor: number) => told.push(keptFor) }
  await list(asker)
  now = 100_000
  await list(asker)
  expect(told).toEqual([300_000, 200_000])
  isBroken = true
  now = 300_000
  await expect(list(asker)).rejects.toThrow('broken')
  expect(told.at(-1)).toBe(0)
})
