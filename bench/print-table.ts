import type { Measured } from './drive.ts'

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

export function printRow(
  name: string,
  gateway: Measured | undefined,
  plain: Measured | undefined,
  naive: Measured | undefined,
): void {
  if (!gateway) return
  const compare = (figure: 'p50' | 'p99' | 'perSecond' | 'cpu'): string[] => [
    round(gateway[figure]),
    plain ? round(gateway[figure] / plain[figure]) : '',
    naive ? round(gateway[figure] / naive[figure]) : '',
  ]
  const cells = [
    round(gateway.callsEach),
    naive ? round(naive.callsEach) : '',
    ...compare('p50'),
    ...compare('p99'),
    ...compare('perSecond'),
    ...compare('cpu'),
  ]
  console.log(`| ${name} | ${cells.join(' | ')} |`)
}

export function printMemory(rows: readonly (readonly [string, readonly number[]])[]): void {
  console.log('\n| peak memory, MB | gateway | plain client | naive server |\n| --- | ---: | ---: | ---: |')
  for (const [name, peaks] of rows)
    console.log(`| ${name} | ${peaks.map((peak) => Math.round(peak / 1e6)).join(' | ')} |`)
}
