import { expect, it } from 'vitest'
import { parseReport, readPeak } from '../../src/provider/livechat/parse-report.ts'

it('A response with more buckets than the days of a century is BAD_RESPONSE before it is parsed.', () => {
  const days = Array.from({ length: 40_000 }, (_, place) => `"2026-01-${String(place % 28).padStart(2, '0')}":1`)
  expect(() => parseReport(`{${days.join(',')}`, readPeak)).toThrow('more than 36600 buckets')
})
