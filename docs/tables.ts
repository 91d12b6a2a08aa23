import { readdirSync, readFileSync } from 'node:fs'
import { isEnumType } from 'graphql'
import { Registry } from 'prom-client'
import { registry } from '../src/provider/registry.ts'
import { listMetrics, type Support } from '../src/report/figures/catalogue.ts'
import { granularities } from '../src/report/time/bucket.ts'
import { schema } from '../src/schema/schema.ts'
import { addGatewayGauges } from '../src/telemetry/gateway-gauges.ts'
import { createMetrics } from '../src/telemetry/metrics.ts'
import { printSettings, printVariables } from './print-settings.ts'
import { printTable } from './print-table.ts'

/** The tables of the documentation by the name of their marker: `<!-- metrics -->` to `<!-- /metrics -->`. */
const tables: Readonly<Record<string, () => string>> = {
  metrics: printMetrics,
  examples: printExamples,
  'gap codes': () => printEnum('GapCode'),
  'warning codes': () => printEnum('WarningCode'),
  'prometheus metrics': printPrometheusMetrics,
  settings: () => printSettings(registry),
  variables: () => printVariables(registry),
}

/** A page with its tables as the code has them now. Other markers stay as they are. */
export const fillTables = (page: string): string =>
  page.replace(
    /^(<!-- ([a-z ]+) -->\n)(?:.*?\n)?(<!-- \/\2 -->)$/gms,
    (whole: string, start: string, name: string, end: string) => {
      const print = tables[name]
      return print ? `${start}${print()}\n${end}` : whole
    },
  )

/** Tables that none of the pages has a place for. */
export const listMissingTables = (pages: readonly string[]): readonly string[] =>
  Object.keys(tables).filter((name) => !pages.some((page) => page.includes(`\n<!-- /${name} -->`)))

function printMetrics(): string {
  const providers = [...registry.values()].map(({ provider }) => provider)
  const rows = listMetrics(providers).map(({ metric, description, unit, aggregation, support }) => [
    `\`${metric}\`<br>${description}`,
    `${unit}, ${aggregation}`,
    ...support.map(printSupport),
  ])
  return printTable(['metric', 'unit', ...providers.map(({ name }) => name)], rows)
}

function printSupport({ isSupported, upstream, filters, note, ...support }: Support): string {
  if (!isSupported) return '—'
  const { maxHourDays, maxBuckets, keptDays } = support.limits
  const list = (names: readonly string[]) => names.join(', ').toLowerCase().replaceAll('_', ' ')
  const limits = [
    support.granularities.length < granularities.length && `only by ${list(support.granularities)}`,
    support.zoneSupport === 'ACCOUNT_ZONE' && "only in the account's time zone",
    maxHourDays !== undefined && `up to ${maxHourDays} days by hour`,
    maxBuckets !== undefined && `up to ${maxBuckets} buckets`,
    keptDays !== undefined && `only the last ${keptDays} days`,
  ].filter(Boolean)
  const lines = [`\`${upstream}\``, filters.length > 0 && `filters: ${list(filters)}`, limits.join(', '), note]
  return lines.filter(Boolean).join('<br>')
}

function printEnum(enumName: string): string {
  const type = schema.getType(enumName)
  if (!isEnumType(type)) throw new Error(`The schema has no enum ${enumName}.`)
  const rows = type.getValues().map(({ name, description }) => [`\`${name}\``, description ?? ''])
  return printTable(['code', 'meaning'], rows)
}

/** Each file of examples/ by the title in its first line. */
function printExamples(): string {
  const folder = new URL('../examples/', import.meta.url)
  const rows = readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => [readFileSync(new URL(name, folder), 'utf8').split('\n')[0] ?? '', name] as const)
    .map(([title, name]) => [title.replace(/^# /, ''), `[${name}](../examples/${name})`])
    .toSorted(([one = ''], [other = '']) => new Intl.Collator('en', { numeric: true }).compare(one, other))
  return printTable(['example', 'file'], rows)
}

/** What the gateway counts itself; the process metrics of prom-client are left out. */
function printPrometheusMetrics(): string {
  const gauges = new Registry()
  const redisCounts = { commands: 0, failures: 0, isUnavailable: false }
  addGatewayGauges(gauges, { countCalls: () => new Map(), redisCounts })
  const own = [...createMetrics().registry.getMetricsAsArray(), ...gauges.getMetricsAsArray()]
    .filter(({ name }) => name.startsWith('gateway_'))
    .map((metric) => metric as typeof metric & { readonly labelNames?: readonly string[] })
  return printTable(
    ['metric', 'labels', 'meaning'],
    own.map(({ name, help, labelNames = [] }) => [
      `\`${name}\``,
      labelNames
        .filter((label) => label !== 'le')
        .map((label) => `\`${label}\``)
        .join(', '),
      help,
    ]),
  )
}
