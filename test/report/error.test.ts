import { describe, expect, it } from 'vitest'
import { BadArgument, type GapCode, GapError, makesPartial } from '../../src/report/port/error.ts'

describe('makesPartial', () => {
  it.each<[GapCode, boolean]>([
    ['METRIC_UNSUPPORTED', false],
    ['NOT_FOUND', false],
    ['FILTER_UNSUPPORTED', true],
    ['GRANULARITY_UNSUPPORTED', true],
    ['OUT_OF_RETENTION', true],
    ['RANGE_TOO_LONG', true],
  ])('a source that responded with %s: %s', (code, expected) => {
    expect(makesPartial({ code, message: '', isFailure: false })).toBe(expected)
  })

  it.each<GapCode>([
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'NOT_FOUND',
    'RATE_LIMITED',
    'TIMEOUT',
    'UNAVAILABLE',
    'BAD_RESPONSE',
  ])('a source that failed with %s: true', (code) => {
    expect(makesPartial({ code, message: '', isFailure: true })).toBe(true)
  })
})

describe('GapError', () => {
  it('is a failure by default', () => {
    expect(new GapError('TIMEOUT', 'too slow').gap).toEqual({ code: 'TIMEOUT', message: 'too slow', isFailure: true })
    expect(new GapError('NOT_FOUND', 'nobody', { isFailure: false }).gap.isFailure).toBe(false)
  })

  it('keeps retryAfter even if it is 0', () => {
    expect(new GapError('RATE_LIMITED', 'later', { retryAfter: 0 }).gap.retryAfter).toBe(0)
  })
})

it('the message of BadArgument starts with the argument', () => {
  const error = new BadArgument('scope.range.days', 'first must not come after last')

  expect(error.argument).toBe('scope.range.days')
  expect(error.message).toBe('scope.range.days: first must not come after last')
})
