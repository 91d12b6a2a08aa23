import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CountedSources, startCountedSources } from './support/counted-sources.ts'
import { startGateway } from './support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const day = 86_400_000
let counted: CountedSources

beforeAll(async () => {
  counted = await startCountedSources(inventChatwootRows(now), inventLiveChatEvents(now), now, 'UTC')
})

afterAll(() => counted.close())

interface Question {
  readonly source: 'support' | 'sales'
  readonly metric?: string
  readonly granularity?: string
  readonly timeZone?: string
}

const toDocument = (
  { source, metric = 'CONVERSATIONS', granularity = 'DAY', timeZone = 'UTC' }: Question,
  days: string,
) => {
  const [first, last] = days.split('..')
  return `{ report(metric: ${metric}, scope: { range: { days: { first: "${first}", last: "${last}" } },
    granularity: ${granularity}, timeZone: "${timeZone}", filter: { sources: ["${source}"] } }) { total buckets { value } } }`
}

const countReports = () => Object.values(counted.countCalls()).reduce((sum, calls) => sum + calls, 0)

const [support, sales] = [{ source: 'support' }, { source: 'sales' }] as const
const byHour = { granularity: 'HOUR' }
const warsaw = { timeZone: 'Europe/Warsaw' }
const middle = '2026-11-06..2026-11-10'

describe('days around those at hand', () => {
  it.each<[string, Question, atHand: string[], asked: string, number]>([
    ['Chatwoot days come in one call', support, [middle], '2026-11-01..2026-11-15', 1],
    ['LiveChat days come in one call', sales, [middle], '2026-11-01..2026-11-15', 1],
    ['Chatwoot hours come in one call', { ...support, ...byHour }, [middle], '2026-11-01..2026-11-15', 1],
    ['Chatwoot hours of any zone come in one call', { ...support, ...warsaw }, [middle], '2026-11-01..2026-11-15', 1],
    ['LiveChat hours come day by day, none twice', { ...sales, ...byHour }, [middle], '2026-11-04..2026-11-12', 4],
    [
      'bots are asked for each, none twice',
      { ...support, metric: 'BOT_RESOLUTIONS' },
      [middle],
      '2026-11-05..2026-11-11',
      3,
    ],
    [
      'ratings are asked for each, none twice',
      { ...support, metric: 'RATINGS_GOOD' },
      [middle],
      '2026-11-05..2026-11-11',
      2,
    ],
    ['of many places come in one call', support, [middle, '2026-10-10..2026-10-20'], '2026-10-01..2026-11-15', 1],
    ['forty days are read again', support, ['2026-09-02..2026-10-11'], '2026-09-01..2026-10-12', 1],
    ['forty-one days are not', support, ['2026-09-02..2026-10-12'], '2026-09-01..2026-10-13', 2],
  ])('%s: %j, %j at hand, %s asked', async (_, question, atHand, asked, calls) => {
    const [gateway, fresh] = [startGateway(counted.sources, () => now), startGateway(counted.sources, () => now)]
    for (const days of atHand) await gateway.query(toDocument(question, days))
    countReports()
    const answer = await gateway.query(toDocument(question, asked))

    expect(countReports()).toBe(calls)
    expect(answer).toEqual(await fresh.query(toDocument(question, asked)))
    await Promise.all([gateway.close(), fresh.close()])
    countReports()
  })

  it('are read with aged ones between, which nobody then reads again', async () => {
    let clock = now
    const gateway = startGateway(counted.sources, () => clock)
    for (const days of ['2026-11-01..2026-11-02', '2026-11-05..2026-11-06']) {
      await gateway.query(toDocument(support, days))
      clock += 3 * day
    }
    countReports()
    clock = now + 8 * day
    await gateway.query(toDocument(support, '2026-11-01..2026-11-10'))
    await gateway.close()

    // What is missing with what is fresh between, and behind the answer the two days that have aged.
    expect(countReports()).toBe(2)
  })
})

describe('a long range', () => {
  it.each<[string, Question, string, number]>([
    ['400 days of Chatwoot by day', support, '2025-10-17..2026-11-20', 1],
    ['400 days of Chatwoot by day of another zone', { ...support, ...warsaw }, '2025-10-17..2026-11-20', 1],
    ['three years of Chatwoot by day', support, '2023-11-21..2026-11-20', 1],
    ['three years of Chatwoot by hours', { ...support, ...warsaw }, '2023-11-21..2026-11-20', 3],
    ['three years of LiveChat by day', { ...sales, ...warsaw }, '2023-11-21..2026-11-20', 1],
  ])('of %s (%j, %s) is %i call(s)', async (_, question, asked, calls) => {
    const gateway = startGateway(counted.sources, () => now)
    countReports()
    const { errors } = await gateway.query(toDocument({ ...question }, asked))
    await gateway.close()

    expect(errors).toBeUndefined()
    expect(countReports()).toBe(calls)
  })
})
