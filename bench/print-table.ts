import type { Measured } from './drive.ts'

/** What the contenders did with one workload. */
export interface Comparison {
  readonly gateway: Measured | undefined
  readonly plain: Measured | undefined
  readonly naive: Measured | undefined
}

const columns = [
  'calls each',
  'naive',
  'p50 ms',
  '÷ plain',
  '÷ naive',
  'p99 ms',
  '÷ plain',
  '÷ naive',
  'a second',
  '÷ plain',
  '÷ naive',
  'CPU s per 1,000',
  '÷ plain',
  '÷ naive',
]

/** The gateway's figures, and those divided by the others' of the same run. */
export function printTitle(): void {
  console.log(`| workload | latency ms | clients | ${columns.join(' | ')} |`)
  console.log(`| --- | ${'---: | '.repeat(columns.length + 2)}`.trimEnd())
}

const round = (value: number): string => String(Number(value.toPrecision(3)))

/** The gateway's figure as it is, and divided by the plain client's and the naive server's. */
function compare(figure: 'p50' | 'p99' | 'perSecond' | 'cpu', { gateway, plain, naive }: Comparison, print: Print) {
  const own = gateway?.[figure] ?? 0
  return [print(own), plain ? print(own / plain[figure]) : '', naive ? print(own / naive[figure]) : '']
}

type Print = (value: number) => string

export function printRow(name: string, comparison: Comparison): void {
  const { gateway, naive } = comparison
  if (!gateway) return
  const cells = [
    round(gateway.callsEach),
    naive ? round(naive.callsEach) : '',
    ...(['p50', 'p99', 'perSecond', 'cpu'] as const).flatMap((figure) => compare(figure, comparison, round)),
  ]
  console.log(`| ${name} | ${cells.join(' | ')} |`)
}

/** The table of docs/benchmarks.md: calls and CPU at once, waiting at 50 ms; nothing where either was not measured. */
export function printSummary(
  rows: readonly (readonly [name: string, atOnce: Comparison | undefined, late: Comparison | undefined])[],
): void {
  const print: Print = (value) => (value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2))))
  const lines = rows.flatMap(([name, atOnce, late]) => {
    if (!atOnce?.gateway || !late?.gateway) return []
    const calls = [atOnce.gateway, atOnce.naive].map((one) => (one ? round(one.callsEach) : ''))
    return `| ${[name, ...calls, ...compare('cpu', atOnce, print), ...compare('p50', late, print)].join(' | ')} |`
  })
  if (lines.length === 0) return
  console.log('\n| question | calls | naive calls | CPU ms | ÷ plain | ÷ naive | p50 at 50 ms | ÷ plain | ÷ naive |')
  console.log(`| --- | ${'---: | '.repeat(8)}`.trimEnd())
  for (const line of lines) console.log(line)
}

export function printMemory(rows: readonly (readonly [string, readonly number[]])[]): void {
  console.log('\n| peak memory, MB | gateway | plain client | naive server |\n| --- | ---: | ---: | ---: |')
  for (const [name, peaks] of rows)
    console.log(`| ${name} | ${peaks.map((peak) => Math.round(peak / 1e6)).join(' | ')} |`)
}
