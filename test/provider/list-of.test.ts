import { expect, it } from 'vitest'
import { z } from 'zod'
import { keyText, listOf, shownName } from '../../src/provider/members.ts'
import { parseJson } from '../../src/upstream/parse-json.ts'

const list = listOf(z.object({ id: z.number(), name: z.string().default('') }))

it('reads every item as its schema does', () => {
  expect(parseJson('[{"id":1,"more":2},{"id":2,"name":"b"}]', list)).toEqual([
    { id: 1, name: '' },
    { id: 2, name: 'b' },
  ])
  expect(parseJson('[]', list)).toEqual([])
})

it.each([
  ['[{"id":1},{"id":"2"},{}]', list, '1.id'],
  ['[1]', list, '0'],
  ['{}', list, 'its root'],
  ['null', list, 'its root'],
  ['{"payload":[{"id":1},{}]}', z.object({ payload: list }), 'payload.1.id'],
  ['{}', z.object({ payload: list }), 'payload'],
])('reports the path at which %s is wrong', (text, schema: z.ZodType, place) => {
  expect(() => parseJson(text, schema)).toThrow(`(at ${place})`)
})

it('stops at the first wrong item, however many there are', () => {
  let checked = 0
  const isWrong = z.unknown().refine(() => {
    checked += 1
    return false
  })
  expect(listOf(isWrong).safeParse(Array(3_000_000).fill({})).error?.issues).toHaveLength(1)
  expect(checked).toBe(1)
})

it('does not parse more values than any report has', () => {
  const answer = (values: number) => `[${'{},'.repeat(values - 1)}{}]`
  expect(() => parseJson(answer(3_000_000), list)).toThrow('more values than any report')
  expect(() => parseJson(answer(500_000), list)).toThrow('(at 0.id)')
})

it('A name of a megabyte is cut to 500 characters, and a key of a megabyte is rejected.', () => {
  const long = 'a'.repeat(1_000_000)
  expect(parseJson(JSON.stringify(long), shownName)).toBe('a'.repeat(500))
  expect(() => parseJson(JSON.stringify(long), keyText)).toThrow('(at its root)')
})
