import { describe, expect, it } from 'vitest'
import type { Source, Stream } from '../../src/report/port.ts'
import { toStreamKey } from '../../src/series/stream-key.ts'
import { inventSource } from '../support/invented-source.ts'

const stream: Stream = { dataset: 'chats', parameters: {}, grain: 'day', rowZone: 'UTC' }

describe('toStreamKey', () => {
  const [source] = inventSource()

  it.each<[string, Partial<Source>, Partial<Stream>]>([
    ['account', { account: 'sales' }, {}],
    ['dataset', {}, { dataset: 'queue' }],
    ['parameters', {}, { parameters: { agent: '1' } }],
    ['grain', {}, { grain: 'hour' }],
    ['row zone', {}, { rowZone: 'Asia/Kolkata' }],
  ])('is another for another %s', (_, settings, other) => {
    expect(toStreamKey({ ...source, ...settings }, { ...stream, ...other })).not.toBe(toStreamKey(source, stream))
  })

  it('is the same in whatever order the parameters stand', () => {
    const [one, other] = [
      { a: '1', b: '2' },
      { b: '2', a: '1' },
    ].map((parameters) => ({ ...stream, parameters }))

    expect(one && toStreamKey(source, one)).toBe(other && toStreamKey(source, other))
  })

  it('does not confuse what only looks alike when joined', () => {
    const [one, other] = [{ a: '1,b:2' }, { a: '1', b: '2' }].map((parameters) => ({ ...stream, parameters }))

    expect(one && toStreamKey(source, one)).not.toBe(other && toStreamKey(source, other))
  })
})
