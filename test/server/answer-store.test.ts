import { expect, it } from 'vitest'
import { createResponseCache } from '../../src/server/plugins/response-cache.ts'

const answer = (length: number) => ({ text: 'x'.repeat(length), since: 0, until: 10 })

it('The response cache stays within its size and evicts the least recently used response.', () => {
  const answers = createResponseCache(10_000)
  for (const question of ['one', 'two', 'three']) answers.set(question, answer(1000))
  answers.get('one', 5)
  for (const question of ['four', 'five']) answers.set(question, answer(1000))
  const isKept = (question: string) => answers.get(question, 5) !== undefined
  expect(['one', 'two', 'three', 'four', 'five'].map(isKept)).toEqual([true, false, true, true, true])
})

it('The response cache does not store a response that is larger than the cache.', () => {
  const answers = createResponseCache(10_000)
  answers.set('small', answer(1000))
  answers.set('large', answer(5000))
  expect(answers.get('large', 5)).toBeUndefined()
  expect(answers.get('small', 5)).toBeDefined()
})

it.each([
  [-1, false],
  [0, true],
  [9, true],
  [10, false],
])('A response that is valid from 0 to 10 is returned at %d: %s.', (now, expected) => {
  const answers = createResponseCache(10_000)
  answers.set('one', answer(10))
  expect(answers.get('one', now) !== undefined).toBe(expected)
})
