import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import { readGroundTruth } from '../support/chatwoot-recordings.ts'
import { startChatwootSource, startGateway, type TestGateway } from '../support/gateway.ts'
import { askReports, findBucketDifferences, type ReportAnswer, summationError } from '../support/questions.ts'
import {
  type RecordedPoint,
  type RecordedQuestion,
  readRecordedQuestions,
  recordedNow,
} from '../support/recorded-questions.ts'

const rows = readGroundTruth()
let gateway: TestGateway
let upstream: DemoUpstream

beforeAll(async () => {
  const [source, server] = await startChatwootSource(rows, recordedNow)
  upstream = server
  gateway = startGateway([source], () => recordedNow, { deadline: 60_000 })
})

afterAll(async () => {
  await gateway.close()
  await upstream.close()
})

const recorded = readRecordedQuestions()
const ofAgentsMessages = recorded.filter(
  ({ metric, scope }) => metric === 'INCOMING_MESSAGES' && 'agentEmail' in scope.filter,
)
const answerable = recorded.filter((question) => !ofAgentsMessages.includes(question))
const ofBots = answerable.filter(({ metric }) => metric.startsWith('BOT'))
const ofManyBuckets = ofBots.filter(({ points }) => points.length > 31)
const ofBotResolutions = ofBots.filter(({ metric, points }) => metric === 'BOT_RESOLUTIONS' && points.length <= 31)
const setApart = new Set([...ofManyBuckets, ...ofBotResolutions])
const series = answerable.filter((question) => !setApart.has(question))

describe('the gateway over the recorded account', () => {
  it.each(series)('agrees with real Chatwoot: $name', async (question) => {
    const { buckets, ...report } = await ask(question)

    const places = question.points.flatMap(({ isRepeated }, place) => (isRepeated ? [] : place))
    expect(buckets).toHaveLength(question.points.length)
    const comparable = pick(buckets, places).map(hasWholeSamples(question) ? keep : dropSample)
    const points = pick(question.points, places).map(hasWholeSamples(question) ? keep : dropSample)
    expect(findBucketDifferences({ ...report, buckets: comparable }, points, points, summationError)).toEqual([])
  })

  it.each(series.filter(hasRepeatedHour))(
    'separates the repeated hour that Chatwoot merges: $name',
    async (question) => {
      const { buckets } = await ask(question)

      const places = question.points.flatMap(({ isRepeated }, place) => (isRepeated ? place : []))
      const weigh = ({ value, sampleSize }: Pick<RecordedPoint, 'value' | 'sampleSize'>) =>
        (value ?? 0) * (sampleSize ?? 1)
      const sum = (figures: readonly number[]) => figures.reduce((total, figure) => total + figure, 0)
      expect(sum(pick(buckets, places).map(weigh))).toBeCloseTo(sum(pick(question.points, places).map(weigh)), 6)
    },
  )

  // Chatwoot leaves out what was handed over anywhere in the range asked, so its buckets add up to the total only.
  it.each(ofBotResolutions)('agrees with real Chatwoot in the total: $name', async (question) => {
    const { total } = await ask(question)

    expect(total).toBe(question.points.reduce((sum, { value }) => sum + (value ?? 0), 0))
  })

  it.each([
    ['FILTER_UNSUPPORTED', 'messages to an agent', ofAgentsMessages],
    ['RANGE_TOO_LONG', 'more than 31 buckets of bots', ofManyBuckets],
  ] as const)('answers with the gap %s for %s', async (code, _, questions) => {
    const reports = await Promise.all(questions.map(ask))

    expect(questions.length).toBeGreaterThan(0)
    for (const { gaps } of reports) expect(gaps).toEqual([expect.objectContaining({ code })])
  })

  it('has recordings of every metric, granularity and filter', () => {
    const values = (read: (question: RecordedQuestion) => readonly string[]) => new Set(series.flatMap(read)).size

    expect(values(({ metric }) => [metric])).toBe(8)
    expect(values(({ scope }) => [scope.granularity])).toBe(4)
    expect(values(({ scope }) => Object.keys(scope.filter))).toBe(5)
    expect(values(({ scope }) => [scope.timeZone])).toBe(9)
  })
})

async function ask({ metric, scope }: RecordedQuestion): Promise<ReportAnswer> {
  const [report] = await askReports(gateway, [metric], scope)
  if (!report) throw new Error(`${metric} was not answered`)
  return report
}

/** Of business hours Chatwoot counts events without a value too: the gateway can leave out whole rows of them only. */
function hasWholeSamples({ scope: { granularity, filter } }: RecordedQuestion): boolean {
  return granularity === 'HOUR' || !filter.businessHours
}

function hasRepeatedHour({ points }: RecordedQuestion): boolean {
  return points.some(({ isRepeated }) => isRepeated)
}

function pick<T>(list: readonly T[], places: readonly number[]): readonly T[] {
  return list.filter((_, place) => places.includes(place))
}

const keep = <T>(figure: T): T => figure

const dropSample = <T>(figure: T): T => ({ ...figure, sampleSize: null })
