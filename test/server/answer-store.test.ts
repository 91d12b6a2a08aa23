import { expect, it } from 'vitest'
import { createResponseCache } from '../../src/server/plugins/response-cache.ts'

const answer = (length: number) => ({ text: 'x'.repeat(length), since: 0, until: 10 })

it('holds no more than its bytes, and lets go first of what was asked for longest ago', () => {
  const answers = createResponseCache(10_000)
  for (const question of ['one', 'two', 'three']) answers.set(question, answer(1000))
  answers.get('one', 5)
  for (const question of ['four', 'five']) answers.set(question, answer(1000))
  const isKept = (question: string) => answers.get(question, 5) !== undefined
  expect(['one', 'two', 'three', 'four', 'five'].map(isKept)).toEqual([true, false, true, true, true])
})

it('holds nothing that is larger than all its bytes', () => {
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
])('gives an answer that is one from 0 to 10 at %d: %s', (now, expected) => {
  const answers = createResponseCache(10_000)
  answers.set('one', answer(10))
  expect(answers.get('one', now) !== undefined).toBe(expected)
})
