import { datasets as reports } from '../../src/provider/livechat/datasets/index.ts'
import type { Exchange } from '../support/lying-upstream.ts'
import { readDistinct, readField, readList, readText } from './plain-json.ts'
import {
  askDataset,
  type Call,
  callList,
  dates,
  firstDay,
  type PlainRow,
  reportRows,
  wholeRange,
} from './wrong-figures.ts'

type ReportName = keyof typeof reports

const [hour, day] = [3_600_000, 86_400_000]
const beginning = Date.parse(dates[0])
const labels = Array.from({ length: 24 }, (_, index) => `${String(index).padStart(2, '0')}:00`)

const toSeconds = (value: unknown, factor: number): unknown =>
  typeof value === 'number' ? Math.round(value * factor * 1e6) / 1e6 : value

const isMeasured = (figure: string): boolean => /mean$|min$|max$/.test(figure)

/** What is counted and absent is 0. */
function readCount(bucket: unknown, path: readonly string[]): unknown {
  const [name = '', ...rest] = path
  const value = readField(bucket, name)
  if (value === undefined) return 0
  return rest.length === 0 ? value : readCount(value, rest)
}

/** What is measured, and absent or of nothing, is null. */
function readMeasure(bucket: unknown, path: readonly string[]): unknown {
  const [name = '', ...rest] = path
  const value = readField(bucket, name) ?? null
  if (value === null || readField(bucket, 'count') === 0) return null
  if (rest.length === 0) return name === 'hours' ? toSeconds(value, 3600) : value
  return readMeasure(value, rest)
}

function readBucket(report: ReportName, bucket: unknown): Readonly<Record<string, unknown>> {
  const { fields } = reports[report]
  if (report === 'agents_occupancy') return { chats: bucket }
  if (report === 'availability' || report === 'chatting_time') {
    const minutes = readField(bucket, 'minutes')
    return { seconds: minutes === undefined ? toSeconds(readField(bucket, 'hours'), 3600) : toSeconds(minutes, 60) }
  }
  const figures = Object.entries<string>(fields).map(([name, path]) => {
    const read = isMeasured(name) ? readMeasure : readCount
    return [name, read(bucket, path.split('.'))]
  })
  return Object.fromEntries(figures)
}

/** The buckets of these names, which begin at these times; each stands in the text once. */
function readBuckets(
  report: ReportName,
  exchange: Exchange | undefined,
  length: number,
  names: readonly (readonly [label: string, start: number])[],
): readonly PlainRow[] {
  const buckets = readText(exchange?.body)
  return names.map(([label, start]) => {
    if (exchange?.body.split(`"${label}":`).length !== 2) throw new Error(`${label} does not stand there once`)
    return { start, end: start + length, figures: readBucket(report, readField(buckets, label)) }
  })
}

const toHours = (date: string, prefix = '') =>
  labels.map((label, index) => [prefix + label, Date.parse(date) + index * hour] as const)

const readDays = (report: ReportName, [exchange]: readonly Exchange[]) =>
  readBuckets(
    report,
    exchange,
    day,
    dates.map((date) => [date, Date.parse(date)]),
  )

const readHours = (report: ReportName, [exchange]: readonly Exchange[]) =>
  readBuckets(report, exchange, hour, toHours(dates[0]))

const readOccupancy = (_: ReportName, exchanges: readonly Exchange[]) =>
  exchanges.flatMap((exchange) => {
    const weekday = exchange.query.get('weekday') ?? 'none'
    const date = dates.find((one) => new Date(one).toUTCString().toLowerCase().startsWith(weekday)) ?? 'none'
    return readBuckets('agents_occupancy', exchange, hour, toHours(date, `${date} `))
  })

function readRanking(_: ReportName, [exchange]: readonly Exchange[]): readonly PlainRow[] {
  const ranking = readList(readField(readText(exchange?.body), 'ranking'))
  return readDistinct(ranking, (row) => readField(row, 'name')).map((row) => ({
    start: beginning,
    end: beginning + 2 * day,
    member: String(readField(row, 'name')),
    figures: { good: readField(row, 'good'), bad: readField(row, 'bad') },
  }))
}

const datasetCalls = (Object.keys(reports) as ReportName[]).flatMap((report): Call[] => {
  const call = (name: string, ask: Call['ask'], read: typeof readRanking): Call => ({
    name: `${report} ${name}`,
    ask,
    read: (exchanges) => reportRows(read(report, exchanges)),
  })
  if (report === 'ranking' || report === 'ticket_ranking')
    return [call('of two days', askDataset(report, wholeRange), readRanking)]
  const isOccupancy = report === 'agents_occupancy'
  return [
    call('by day', askDataset(report, wholeRange), isOccupancy ? readOccupancy : readDays),
    call('by hour', askDataset(report, firstDay, 'HOUR'), isOccupancy ? readOccupancy : readHours),
  ]
})

const numbered = (body: unknown) =>
  readDistinct(readList(body), (one) => readField(one, 'id')).map(
    (one) => [String(readField(one, 'id')), readField(one, 'name') ?? ''] as const,
  )

export const calls: readonly Call[] = [
  ...datasetCalls,
  callList('agents', (body) =>
    readDistinct(readList(body), (one) => readField(one, 'login')).map((one) => {
      const login = String(readField(one, 'login'))
      return [login, readField(one, 'name') || login]
    }),
  ),
  callList('teams', (body) => numbered(body).filter(([id]) => id !== '0')),
  callList('goals', numbered),
  callList('greetings', numbered),
  callList('tags', (body) =>
    [...new Set(readList(body).map((one) => String(readField(one, 'name'))))].map((name) => [name, name]),
  ),
]
