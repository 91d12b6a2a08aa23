/** A row of the printed table: one figure of the gateway, as a ratio to that of another server. */
export interface RatioRow {
  readonly workload: string
  readonly figure: 'cpu' | 'p50'
  readonly against: 'naive' | 'plain'
  /** Upstream latency in milliseconds. */
  readonly latency: number
  /** Largest ratio that is good enough. */
  readonly aim?: number
}

const cpu = (workload: string, aim?: number, latency = 0): RatioRow => ({
  workload,
  figure: 'cpu',
  against: 'naive',
  latency,
  ...(aim !== undefined && { aim }),
})

export const ratioRows: readonly RatioRow[] = [
  cpu('one metric, 30 days, cold', 1),
  cpu('one metric, 30 days, cold', 1, 50),
  cpu('dashboard of 24 series, cold', 0.8),
  { workload: 'dashboard of 24 series, cold', figure: 'p50', against: 'plain', latency: 50, aim: 1.15 },
  cpu('400 days by day, cold', 1),
  cpu('six aliases of one series', 1),
  cpu('7, 30 and 90 days of one metric by aliases', 1),
  cpu('dashboard, other range, rows cached', 0.2),
  cpu('dashboard, repeated'),
  cpu('leaderboard of 25 agents'),
  cpu('a year by hour'),
]

export const overloadWorkload = '32 clients, each a cold dashboard of its own'

/** Clients, and the peak resident set size in MB that the gateway should stay below with them. */
export const memoryRows = [
  { clients: 1, aim: 250 },
  { clients: 32, aim: 400 },
] as const

export const toName = ({ workload, figure, latency }: RatioRow): string =>
  `${workload}: ${figure === 'cpu' ? 'CPU' : 'p50'}, upstream ${latency} ms`

export const toMemoryName = (clients: number): string => `peak RSS, ${clients} ${clients === 1 ? 'client' : 'clients'}`
