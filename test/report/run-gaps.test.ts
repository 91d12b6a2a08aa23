import { describe, expect, it } from 'vitest'
import { toValue } from '../../src/report/figures/aggregate.ts'
import { GapError } from '../../src/report/port/error.ts'
import { NoAnswer } from '../../src/report/questions/read/source-result.ts'
import { runReport } from '../../src/report/questions/report.ts'
import { directUpstream } from '../support/direct-upstream.ts'
import { type InventedSettings, inventedProvider, inventSource, unsupported } from '../support/invented-source.ts'
import { askFor } from '../support/scopes.ts'

const failing = (error: Error): InventedSettings => ({ readRows: () => Promise.reject(error) })

describe('a source that does not respond', () => {
  const timeout = new GapError('TIMEOUT', 'no answer within 10 ms')
  const [able] = inventSource({ id: 'sales' })

  it.each<[string, InventedSettings, object, boolean]>([
    ['fails while reading', failing(timeout), { code: 'TIMEOUT', isFailure: true }, true],
    [
      'fails while looking up',
      { toParameters: () => Promise.reject(timeout) },
      { code: 'TIMEOUT', isFailure: true },
      true,
    ],
    [
      'refuses to lay out',
      {
        layOut: () => {
          throw new GapError('RANGE_TOO_LONG', 'too long', { isFailure: false })
        },
      },
      { code: 'RANGE_TOO_LONG', isFailure: false },
      true,
    ],
    [
      'does not know the agent',
      { toParameters: () => Promise.reject(new GapError('NOT_FOUND', 'nobody', { isFailure: false })) },
      { code: 'NOT_FOUND' },
      false,
    ],
    [
      'lacks the metric',
      { provider: { ...inventedProvider, mappings: { ...inventedProvider.mappings, CONVERSATIONS: { unsupported } } } },
      { code: 'METRIC_UNSUPPORTED', message: unsupported },
      false,
    ],
  ])('is a gap when it %s, and the figures of the other source are returned', async (_, settings, gap, isPartial) => {
    const [source] = inventSource(settings)
    const report = await runReport('CONVERSATIONS', askFor(), [source, able], directUpstream)

    expect(toValue('SUM', report.total)).toBe(3)
    expect(report.gaps).toMatchObject([{ ...gap, source: { id: 'support' } }])
    expect(report.isPartial).toBe(isPartial)
  })

  it('fails the report when it is the only source', async () => {
    const [source] = inventSource(failing(new GapError('RATE_LIMITED', 'later', { retryAfter: 7000 })))
    const error = await runReport('CONVERSATIONS', askFor(), [source], directUpstream).catch(
      (reason: unknown) => reason,
    )

    expect(error).toBeInstanceOf(NoAnswer)
    expect(error).toMatchObject({ gaps: [{ code: 'RATE_LIMITED', retryAfter: 7000 }] })
  })

  it('is not a gap when the error is internal', async () => {
    const [source] = inventSource(failing(new TypeError('a mistake')))

    await expect(runReport('CONVERSATIONS', askFor(), [source, able], directUpstream)).rejects.toThrow(
      new TypeError('a mistake'),
    )
  })
})
