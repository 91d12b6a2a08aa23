import type { Measured } from './drive.ts'
import { type RatioRow, toName } from './rows.ts'

const columns = ['row', 'calls', 'gateway', 'compared with', 'ratio', 'aim', '']

export function printTitle(): void {
  console.log(`| ${columns.join(' | ')} |`)
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | --- |')
}

const round = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)))

function printRow(name: string, cells: readonly string[], value: number, aim: number | undefined): void {
  const result = aim === undefined ? ['', ''] : [`≤ ${aim}`, value <= aim ? 'met' : 'missed']
  console.log(`| ${[name, ...cells, ...result].join(' | ')} |`)
}

export function printRatio(row: RatioRow, gateway: Measured, other: Measured): void {
  const { figure, against, aim } = row
  const ratio = gateway[figure] / other[figure]
  const compared = `${against} ${round(other[figure])} ms, ${round(other.calls)} calls`
  printRow(toName(row), [round(gateway.calls), `${round(gateway[figure])} ms`, compared, ratio.toFixed(2)], ratio, aim)
}

/** A row without a comparison. */
export function printFigure(name: string, value: number, unit: string, aim: number): void {
  printRow(name, ['', `${Math.round(value)}${unit}`, '', ''], value, aim)
}
