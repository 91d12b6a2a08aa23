import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type CountedSources, startCountedSources } from './support/counted-sources.ts'
import { cutEvents, cutTalk } from './support/cut-events.ts'
import { startGateway, type TestGateway } from './support/gateway.ts'
import { toSpan } from './support/instants.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'
import { both, daysOf, report, selections, timeZone } from './support/selections.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const window = toSpan('2026-10-01T00:00Z', '2026-11-26T00:00Z')

let upstream: CountedSources
let gateway: TestGateway

beforeAll(async () => {
  const rows = cutTalk(inventChatwootRows(now), window)
  upstream = await startCountedSources(rows, cutEvents(inventLiveChatEvents(now), window), now, timeZone)
})

afterAll(() => upstream.close())

beforeEach(() => {
  gateway = startGateway(upstream.sources, () => now)
  upstream.countCalls()
})

afterEach(() => gateway.close())

describe('only what is selected is read', () => {
  it.each(selections)('%s', async (document, calls) => {
    const { errors } = await gateway.query(document)
    expect(errors).toBeUndefined()
    expect(upstream.countCalls()).toEqual(calls)
  })

  it.each(['total', 'total buckets { value }', 'bySource { total }', 'gaps { code }'])(
    'a range too long for its buckets is refused with %s, too',
    async (fields) => {
      for (const [metric, of] of [
        ['CONVERSATIONS', daysOf('2026-10-10', '2026-11-10', 'sales', 'granularity: HOUR')],
        ['BOT_HANDOFFS', daysOf('2026-10-10', '2026-11-10', 'support')],
      ]) {
        const { data } = await gateway.query(
          `{ report(metric: ${metric}, scope: ${of}) { ${fields} why: gaps { code } } }`,
        )
        expect(data.report.why).toEqual([{ code: 'RANGE_TOO_LONG' }])
      }
      expect(upstream.countCalls()).toEqual({})
    },
  )

  it('a variable decides as well as a literal', async () => {
    const document = `query ($all: Boolean!) ${report('unit total @include(if: $all) ... @skip(if: $all) { metric }')}`
    await gateway.query(document, { all: false })
    expect(upstream.countCalls()).toEqual({})
    await gateway.query(document, { all: true })
    expect(upstream.countCalls()).toEqual(both)
  })
})
