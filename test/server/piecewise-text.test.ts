import fc from 'fast-check'
import { expect, it } from 'vitest'
import { listPieces } from '../../src/server/plugins/response-format.ts'

const write = (value: unknown) => [...listPieces(value)].join('')

it('The pieces of any data are the text that JSON.stringify writes (seed 2026).', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(write(value)).toBe(JSON.stringify(value))
    }),
    { seed: 2026, numRuns: 2_000 },
  )
})

it.each([0, 1, 499, 500, 501, 1_000, 8_760])(
  'The pieces of a list of %d buckets are the text of the list.',
  (length) => {
    const buckets = Array.from({ length }, (_, place) => ({
      start: `2026-${place}`,
      value: place % 3 ? place / 7 : null,
    }))
    const response = { data: { report: { buckets, total: 1 }, other: [{ buckets }, null] }, extensions: undefined }
    expect(write(response)).toBe(JSON.stringify(response))
  },
)

it('No piece holds more than 500 items of a list.', () => {
  const pieces = [...listPieces({ buckets: Array.from({ length: 8_760 }, () => 1) })]
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(1_001)
})
