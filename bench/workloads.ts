import type { Metric } from '../src/report/figures/metric.ts'

/** One question, as it is sent. */
export interface Question {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

export interface Workload {
  readonly name: string
  /** What was asked before the clock runs, so that its rows are at hand. */
  readonly before: readonly Question[]
  /** Each differs from all others in its accounts or its range, unless the workload is about one that is repeated. */
  readonly questions: readonly Question[]
  /** How many questions in a row differ in their accounts alone. */
  readonly accounts: number
}

/** Ids of a Chatwoot and a LiveChat account. */
export type Pair = readonly [chatwoot: string, livechat: string]

/** A zone whose clock changes, so that Chatwoot is read by the hour. */
export const timeZone = 'Europe/Warsaw'

const day = 86_400_000

/** The 24 series of the dashboard: three of both products, four of Chatwoot, seventeen of LiveChat. */
const dashboardMetrics = [
  'CONVERSATIONS',
  'FIRST_RESPONSE_TIME',
  'RESPONSE_TIME',
  'INCOMING_MESSAGES',
  'OUTGOING_MESSAGES',
  'RESOLUTION_TIME',
  'RESOLUTIONS',
  'CONVERSATIONS_FROM_GREETING',
  'CONVERSATIONS_FROM_VISITOR',
  'CONVERSATIONS_FROM_AGENT',
  'MISSED_CONVERSATIONS',
  'GOALS',
  'GREETINGS_DISPLAYED',
  'GREETINGS_ACCEPTED',
  'GREETING_GOALS',
  'QUEUED_VISITORS',
  'QUEUE_ENTRIES',
  'QUEUE_ABANDONMENTS',
  'ABANDONMENT_RATE',
  'QUEUE_WAITING_TIME',
  'QUEUE_WAITING_TIME_MAX',
  'TICKETS_CREATED',
  'TICKETS_SOLVED',
  'TICKETS_FROM_MAIL',
] as const satisfies readonly Metric[]

const series = 'total buckets { start value }'

const dashboard = `query ($scope: ReportScope!) {
${dashboardMetrics.map((metric) => `  ${metric}: report(metric: ${metric}, scope: $scope) { ${series} }`).join('\n')}
}`

const oneMetric = `query ($metric: Metric = CONVERSATIONS, $scope: ReportScope!) {
  report(metric: $metric, scope: $scope) { ${series} }
}`

const leaderboard = `query ($scope: ReportScope!) {
  report(metric: CONVERSATIONS, scope: $scope) {
    breakdown(by: AGENT, first: 25, order: LABEL) { slices { label total } }
  }
}`

const overlapping = `query ($week: ReportScope!, $month: ReportScope!, $twoMonths: ReportScope!) {
  week: report(metric: CONVERSATIONS, scope: $week) { ${series} }
  month: report(metric: CONVERSATIONS, scope: $month) { ${series} }
  twoMonths: report(metric: CONVERSATIONS, scope: $twoMonths) { ${series} }
}`

/** `days` whole days, the last of which is `back` days before `today`. */
function toScope(sources: readonly string[], today: number, days: number, back: number, granularity = 'DAY') {
  const date = (ago: number) => new Date(today - ago * day).toISOString().slice(0, 10)
  const range = { days: { first: date(back + days - 1), last: date(back) } }
  return { range, granularity, timeZone, filter: { sources } }
}

const count = (length: number): number[] => Array.from({ length }, (_, index) => index)

/** All that is measured as of `today`. Each workload takes accounts of its own, so that none finds another's rows. */
export function createWorkloads(today: number, takePairs: () => readonly Pair[]): Workload[] {
  /** Several ranges, each of every account in turn: nothing is asked twice. */
  function cold(name: string, ranges: number, toQuestion: (pair: Pair, range: number) => Question): Workload {
    const pairs = takePairs()
    const questions = count(ranges).flatMap((range) => pairs.map((pair) => toQuestion(pair, range)))
    return { name, before: [], questions, accounts: pairs.length }
  }
  const ask = (query: string, scope: object): Question => ({ query, variables: { scope } })
  const metrics = ['CONVERSATIONS', 'RESOLUTIONS', 'OUTGOING_MESSAGES']
  const [warm = ['', '']] = takePairs()
  const atHand = [ask(dashboard, toScope(warm, today, 120, 1))]
  const month = (query: string) => (pair: Pair, place: number) => ask(query, toScope(pair, today, 30, 1 + 31 * place))
  const long = (days: number, granularity: string) => (pair: Pair, place: number) => ({
    query: oneMetric,
    variables: { metric: metrics[place], scope: toScope([pair[0]], today, days, 1, granularity) },
  })
  return [
    cold('one metric, 30 days', 11, month(oneMetric)),
    cold('dashboard of 24 series, cold', 11, month(dashboard)),
    {
      name: 'dashboard, rows at hand, another range',
      before: atHand,
      questions: count(96).map((place) =>
        ask(dashboard, toScope(warm, today, 30 - Math.floor(place / 32), 1 + (place % 32))),
      ),
      accounts: 1,
    },
    {
      name: 'dashboard, repeated',
      before: atHand,
      questions: count(96).map(() => ask(dashboard, toScope(warm, today, 30, 1))),
      accounts: 1,
    },
    cold('leaderboard of 25 agents', 11, month(leaderboard)),
    cold('overlapping ranges', 6, (pair, place) => {
      const last = (days: number) => toScope(pair, today, days, 1 + 62 * place)
      return { query: overlapping, variables: { week: last(7), month: last(30), twoMonths: last(60) } }
    }),
    cold('400 days by day', metrics.length, long(400, 'DAY')),
    cold('a year by hour', metrics.length, long(365, 'HOUR')),
  ]
}
