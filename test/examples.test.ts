import { readFileSync } from 'node:fs'
import { parse, print, validate } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../examples/client.ts'
import { schema } from '../src/schema/schema.ts'
import { readExamples } from '../src/server/graphiql-examples.ts'
import * as documents from './generated/graphql.ts'
import { startDemoServer } from './support/demo-server.ts'
import type { ListeningGateway } from './support/listening-gateway.ts'

const examples = readExamples().map((text) => [text.split('\n')[0] ?? '', text] as const)
const manifest = JSON.parse(readFileSync(new URL('./generated/persisted-documents.json', import.meta.url), 'utf8'))

describe('the examples', () => {
  it('begin with one metric, and come in the order of their numbers', () => {
    const titles = examples.map(([title]) => title)
    const numbered = titles.filter((title) => /^# \d/.test(title))

    expect(titles[0]).toContain('One metric')
    expect(titles.slice(0, numbered.length)).toEqual(numbered)
    expect(numbered.map((title) => Number.parseInt(title.slice(2), 10))).toEqual(numbered.map((_, place) => place + 1))
  })

  it.each(examples)('%s: says what it is, and is valid', (title, text) => {
    expect(title).toMatch(/^# .*[.?]$/)
    expect(validate(schema, parse(text))).toEqual([])
  })

  it.each(examples)('%s: is in the manifest', (_, text) => {
    const write = (document: string) => parse(document).definitions.map(print).toSorted()

    expect(Object.values<string>(manifest).map(write)).toContainEqual(write(text))
  })
})

describe('over the demo', () => {
  let server: ListeningGateway
  let query: ReturnType<typeof createClient>

  beforeAll(async () => {
    server = await startDemoServer(Date.parse('2026-11-21T10:00:00Z'))
    query = createClient(server.url)
  })

  afterAll(() => server.close())

  /** The answer of an example as it stands. */
  async function ask<Answer, Variables>(document: documents.TypedDocumentString<Answer, Variables>): Promise<Answer> {
    const { data, errors } = await query(document, {} as Variables)
    if (!data || errors) throw new Error(JSON.stringify(errors))
    return data
  }

  it('one metric is the sum of its days, and of its sources', async () => {
    const { report } = await ask(documents.OneMetricDocument)

    expect(report?.buckets).toHaveLength(30)
    expect(report?.total).toBe(sum(report?.buckets.map(({ value }) => value)))
    expect(report?.total).toBe(sum(report?.bySource.map(({ total }) => total)))
    expect(report?.gaps).toEqual([])
  })

  it('the wallboard adds up by source and by hour, and weighs means', async () => {
    const { figures, hours, now } = await ask(documents.WallboardDocument)
    const [conversations, ...means] = figures

    expect(conversations?.total).toBe(sum(conversations?.bySource.map(({ total }) => total)))
    expect(hours?.total).toBe(conversations?.total)
    expect(hours?.buckets.map(({ value }) => value !== null)).toEqual(hours?.buckets.map((_, hour) => hour <= 11))
    for (const mean of means) {
      expect(mean?.bySource).toHaveLength(2)
      expect(mean?.total).toBeCloseTo(weigh(mean?.bySource.map(({ total, sampleSize }) => [total, sampleSize])), 9)
    }
    expect(now?.live?.open).toBeGreaterThanOrEqual(now?.live?.unassigned ?? Number.NaN)
  })

  it('the monthly report sets October beside September', async () => {
    const { figures, teams } = await ask(documents.MonthlyReportDocument)
    const slices = teams?.breakdown?.slices ?? []

    for (const figure of figures) {
      expect(figure?.range.start).toBe('2026-10-01T00:00:00+02:00')
      expect(figure?.comparison?.report.range).toEqual({
        start: '2026-09-01T00:00:00+02:00',
        end: '2026-10-01T00:00:00+02:00',
      })
      expect(figure?.comparison?.absolute).toBe(sum([figure?.total, -(figure?.comparison?.report.total ?? 0)]))
    }
    expect(slices.map(({ label }) => label).toSorted()).toEqual(['Sales', 'Support', 'americas', 'billing', 'europe'])
    expect(sum(slices.map(({ total }) => total))).toBeLessThanOrEqual(figures[0]?.total ?? 0)
  })

  it('leaderboards list each agent once, best first', async () => {
    const { busiest, bestRated } = await ask(documents.LeaderboardDocument)
    const slices = busiest?.breakdown?.slices ?? []
    const entries = bestRated?.entries ?? []

    expect(new Set(slices.map(({ agent }) => agent?.email)).size).toBe(5)
    expect(slices.map(({ total }) => total)).toEqual(slices.map(({ total }) => Number(total)).toSorted((a, b) => b - a))
    expect(slices.map(({ agent }) => agent?.sources.length)).toEqual([2, 2, 2, 2, 2])
    expect(entries.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5])
    for (const { good, bad, satisfaction } of entries) expect(satisfaction).toBe(good / (good + bad))
  })

  it('the queue monitor shows the outcome of waiting visitors, and the agents with open conversations', async () => {
    const { today, week } = await ask(documents.QueueMonitorDocument)

    for (const queue of [today, week]) {
      expect(queue?.queued.count).toBeGreaterThan(0)
      expect(queue?.queued.count).toBe(sum([queue?.entered.count, queue?.abandoned.count]))
      expect(queue?.abandonmentRate).toBe((queue?.abandoned.count ?? 0) / (queue?.queued.count ?? 0))
    }
    expect(today?.queued.count).toBe(sum(today?.buckets.map(({ queued }) => queued.count)))
    expect(sum(today?.live?.byAgent?.map(({ open }) => open))).toBe(
      (today?.live?.open ?? 0) - (today?.live?.unassigned ?? 0),
    )
  })

  it('before and after meet where the team moved, and each half is of its own product', async () => {
    const { before, after } = await ask(documents.BeforeAfterDocument)

    expect(before.map((report) => report?.metric)).toEqual(after.map((report) => report?.metric))
    for (const [half, provider] of [
      [before, 'LIVECHAT'],
      [after, 'CHATWOOT'],
    ] as const)
      for (const report of half) {
        expect(report?.bySource).toMatchObject([{ source: { provider }, total: report?.total }])
        expect(report?.total).toBeGreaterThan(0)
        expect(report?.gaps).toEqual([])
      }
    expect(before[0]?.range.end).toBe('2026-10-01T00:00:00+02:00')
    expect(after[0]?.range.start).toBe(before[0]?.range.end)
  })

  it('one person has figures of both products, and a gap where a product does not measure', async () => {
    const { reports } = await ask(documents.AgentDocument)
    const [conversations] = reports
    const availability = reports.find((report) => report?.metric === 'AVAILABILITY')

    expect(conversations?.total).toBe(sum(conversations?.bySource.map(({ total }) => total)))
    expect(conversations?.bySource).toHaveLength(2)
    expect(availability?.bySource.map(({ source }) => source.id)).toEqual(['livechat'])
    expect(availability?.gaps).toMatchObject([{ source: { id: 'chatwoot' }, code: 'METRIC_UNSUPPORTED' }])
  })

  it('speed by week is weighed by the answers of each week', async () => {
    const { report } = await ask(documents.ResponseSpeedDocument)

    expect(report?.buckets.map(({ start }) => new Date(start.slice(0, 10)).getUTCDay())).toEqual(Array(12).fill(1))
    expect(report?.sampleSize).toBe(sum(report?.buckets.map(({ sampleSize }) => sampleSize)))
    expect(report?.total).toBeCloseTo(weigh(report?.buckets.map(({ value, sampleSize }) => [value, sampleSize])), 9)
  })

  it('the same seven days begin six hours apart in two zones', async () => {
    const { warsaw, newYork } = await ask(documents.TwoZonesDocument)
    const starts = [warsaw, newYork].map((report) => report?.buckets.map(({ start }) => Date.parse(start)) ?? [])

    expect(starts[0]).toHaveLength(7)
    expect(starts[1]).toEqual(starts[0]?.map((start) => start + 6 * 3_600_000))
  })

  it('the year has twelve months of tickets, and says that its peaks are forgotten', async () => {
    const { tickets, peak } = await ask(documents.YearDocument)

    expect(tickets?.buckets).toHaveLength(12)
    expect(tickets?.total).toBe(sum(tickets?.buckets.map(({ value }) => value)))
    expect(peak?.isPartial).toBe(true)
    expect(peak?.gaps).toContainEqual(expect.objectContaining({ source: { id: 'livechat' }, code: 'OUT_OF_RETENTION' }))
  })

  it('the catalogue lists the providers of every metric', async () => {
    const { sources, metrics } = await ask(documents.CatalogueDocument)

    expect(sources.map(({ id, status }) => [id, status.isReachable])).toEqual([
      ['chatwoot', true],
      ['livechat', true],
    ])
    expect(metrics).toHaveLength(40)
    for (const { support } of metrics)
      for (const { isSupported, upstream } of support) expect(upstream !== null).toBe(isSupported)
  })
})

type Figure = number | null | undefined

const sum = (figures: readonly Figure[] = []): number => figures.reduce<number>((total, one) => total + (one ?? 0), 0)

const weigh = (figures: readonly (readonly [mean: Figure, weight: Figure])[] = []): number =>
  sum(figures.map(([mean, weight]) => (mean ?? 0) * (weight ?? 0))) / sum(figures.map(([, weight]) => weight))
