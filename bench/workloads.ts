import type { Metric } from '../src/report/figures/metric.ts'

/** A GraphQL request, as it is sent. */
export interface Question {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

export interface Workload {
  readonly name: string
  /** Sent before the measurement, so that their rows are cached. */
  readonly before: readonly Question[]
  /** No two share rows, except in the workloads that measure cached rows. */
  readonly questions: readonly Question[]
  /** Number of consecutive questions that differ only in their accounts. */
  readonly accounts: number
}

/** Ids of a Chatwoot and a LiveChat account. */
export type Pair = readonly [chatwoot: string, livechat: string]

/** A time zone with DST, so that Chatwoot rows are read by the hour. */
export const timeZone = 'Europe/Warsaw'

const day = 86_400_000

/** The 24 series of the dashboard: three of both providers, four of Chatwoot, seventeen of LiveChat. */
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

const sixAliases = `query ($scope: ReportScope!) {
${['a', 'b', 'c', 'd', 'e', 'f'].map((alias) => `  ${alias}: report(metric: CONVERSATIONS, scope: $scope) { ${series} }`).join('\n')}
}`

const nestedRanges = `query ($week: ReportScope!, $month: ReportScope!, $quarter: ReportScope!) {
  week: report(metric: CONVERSATIONS, scope: $week) { ${series} }
  month: report(metric: CONVERSATIONS, scope: $month) { ${series} }
  quarter: report(metric: CONVERSATIONS, scope: $quarter) { ${series} }
}`

/** A scope of `days` whole days that ends `back` days before `today`. */
function toScope(sources: readonly string[], today: number, days: number, back: number, granularity = 'DAY') {
  const date = (ago: number) => new Date(today - ago * day).toISOString().slice(0, 10)
  const range = { days: { first: date(back + days - 1), last: date(back) } }
  return { range, granularity, timeZone, filter: { sources } }
}

const count = (length: number): number[] => Array.from({ length }, (_, index) => index)

/** All workloads, relative to `today`. Each takes accounts of its own, so that no workload finds rows cached by another. */
export function createWorkloads(today: number, takePairs: () => readonly Pair[]): Workload[] {
  /** Several ranges, each with every account in turn: no rows are requested twice. */
  function cold(name: string, ranges: number, toQuestion: (pair: Pair, range: number) => Question): Workload {
    const pairs = takePairs()
    const questions = count(ranges).flatMap((range) => pairs.map((pair) => toQuestion(pair, range)))
    return { name, before: [], questions, accounts: pairs.length }
  }
  const toQuestion = (query: string, scope: object): Question => ({ query, variables: { scope } })
  const metrics = ['CONVERSATIONS', 'RESOLUTIONS', 'OUTGOING_MESSAGES']
  const [cachedPair = ['', '']] = takePairs()
  const [sharedPair = ['', '']] = takePairs()
  const before = [toQuestion(dashboard, toScope(cachedPair, today, 120, 1))]
  const month = (query: string) => (pair: Pair, range: number) =>
    toQuestion(query, toScope(pair, today, 30, 1 + 31 * range))
  const long = (days: number, granularity: string) => (pair: Pair, range: number) => ({
    query: oneMetric,
    variables: { metric: metrics[range], scope: toScope([pair[0]], today, days, 1, granularity) },
  })
  return [
    cold('one metric, 30 days, cold', 10, month(oneMetric)),
    cold('dashboard of 24 series, cold', 10, month(dashboard)),
    cold('400 days by day, cold', metrics.length, long(400, 'DAY')),
    cold('six aliases of one series', 10, month(sixAliases)),
    cold('7, 30 and 90 days of one metric by aliases', 4, (pair, range) => {
      const last = (days: number) => toScope(pair, today, days, 1 + 91 * range)
      return { query: nestedRanges, variables: { week: last(7), month: last(30), quarter: last(90) } }
    }),
    {
      name: 'dashboard, other range, rows cached',
      before,
      questions: count(384).map((index) =>
        toQuestion(dashboard, toScope(cachedPair, today, 30 - Math.floor(index / 32), 1 + (index % 32))),
      ),
      accounts: 1,
    },
    {
      name: 'dashboard, repeated',
      before,
      questions: count(384).map(() => toQuestion(dashboard, toScope(cachedPair, today, 30, 1))),
      accounts: 1,
    },
    cold('leaderboard of 25 agents', 10, month(leaderboard)),
    cold('a year by hour', metrics.length, long(365, 'HOUR')),
    {
      // All of one Chatwoot and one LiveChat account, whose calls wait in the same two queues.
      name: '32 clients, each a cold dashboard of its own',
      before: [],
      questions: count(32).map((range) =>
        month(dashboard.replaceAll('{ total', '{ gaps { code } total'))(sharedPair, range),
      ),
      accounts: 1,
    },
  ]
}
