import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { preset } from '@graphql-codegen/client-preset'
import { codegen } from '@graphql-codegen/core'
import { lexicographicSortSchema, parse, printSchema } from 'graphql'
import { printConfigSchema } from './src/config/json-schema.ts'
import { printSettings, printVariables } from './src/config/print-settings.ts'
import { registry } from './src/provider/registry.ts'
import { granularities } from './src/report/bucket.ts'
import { listMetrics, type Support } from './src/report/catalogue.ts'
import { schema } from './src/schema/schema.ts'

/**
 * Writes what is printed from the code: schema.graphql, the JSON Schema of the configuration, the tables of metrics and of
 * settings in the documentation, and typed documents of the examples and of the tests' questions with their manifest. With `--check` it writes nothing and fails where the files
 * say something else.
 */
const sdl = `${printSchema(lexicographicSortSchema(schema))}\n`
const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')

const listDocuments = (folder: string) =>
  readdirSync(join(import.meta.dirname, folder))
    .filter((name) => name.endsWith('.graphql'))
    .toSorted()
    .map((name) => `${folder}/${name}`)

async function generateDocuments(): Promise<[string, string][]> {
  const outputs = await preset.buildGeneratesSection({
    baseOutputDir: 'test/generated/',
    schema: parse(sdl),
    documents: ['examples', 'test/documents'].flatMap(listDocuments).map((location) => {
      const rawSDL = read(location)
      return { location, document: parse(rawSDL), rawSDL }
    }),
    config: {
      documentMode: 'string',
      useTypeImports: true,
      enumsAsTypes: true,
      immutableTypes: true,
      scalars: { ID: 'string', DateTime: 'string', Date: 'string', Duration: 'string', TimeZone: 'string' },
    },
    presetConfig: { fragmentMasking: false },
    plugins: [],
    pluginMap: {},
  })
  // The map from texts to documents beside it repeats every document, and serves a build plugin only.
  const documents = outputs.filter(({ filename }) => filename.endsWith('/graphql.ts'))
  return Promise.all(documents.map(async (one): Promise<[string, string]> => [one.filename, await codegen(one)]))
}

/** Each text as clients send it, by its SHA-256. The preset's own manifest holds other texts: sorted, on one line. */
async function printManifest(): Promise<string> {
  const documents = Object.entries(await import('./test/generated/graphql.ts'))
  const texts = documents.filter(([name]) => name.endsWith('Document')).map(([, document]) => String(document))
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  return `${JSON.stringify(Object.fromEntries(texts.map((text) => [hash(text), text])), null, 2)}\n`
}

function printMetrics(): string {
  const providers = [...registry.values()].map(({ provider }) => provider)
  const rows = listMetrics(providers).map(({ metric, description, unit, aggregation, support }) => [
    `\`${metric}\`<br>${description}`,
    `${unit}, ${aggregation}`,
    ...support.map(printSupport),
  ])
  const lines = [
    ['metric', 'unit', ...providers.map(({ name }) => name)],
    ['---', '---', ...providers.map(() => '---')],
    ...rows,
  ]
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n')
}

function printSupport({ isSupported, upstream, filters, note, ...support }: Support): string {
  if (!isSupported) return '—'
  const { maxHourDays, maxBuckets, keptDays } = support.limits
  const list = (names: readonly string[]) => names.join(', ').toLowerCase().replaceAll('_', ' ')
  const limits = [
    support.granularities.length < granularities.length && `by ${list(support.granularities)} alone`,
    support.zoneSupport === 'ACCOUNT_ZONE' && "in the account's own zone alone",
    maxHourDays !== undefined && `up to ${maxHourDays} days by the hour`,
    maxBuckets !== undefined && `up to ${maxBuckets} buckets`,
    keptDays !== undefined && `the last ${keptDays} days alone`,
  ].filter(Boolean)
  const lines = [`\`${upstream}\``, filters.length > 0 && `by ${list(filters)}`, limits.join(', '), note]
  return lines.filter(Boolean).join('<br>')
}

function settle(name: string, content: string): void {
  if (!process.argv.includes('--check')) {
    mkdirSync(dirname(join(import.meta.dirname, name)), { recursive: true })
    writeFileSync(join(import.meta.dirname, name), content)
  } else if (read(name) !== content) {
    console.error(`${name} is not what the code says: run npm run generate`)
    process.exitCode = 1
  }
}

/** Replaces what stands between the markers of this name, such as `<!-- metrics -->` and `<!-- /metrics -->`. */
const fillIn = (text: string, name: string, content: string) =>
  text.replace(
    new RegExp(`(<!-- ${name} -->\\n).*(\\n<!-- /${name} -->)`, 's'),
    (_, start, end) => start + content + end,
  )

const configuration = fillIn(read('docs/configuration.md'), 'variables', printVariables(registry))
const files: [string, string][] = [
  ['schema.graphql', sdl],
  ['src/config/config.schema.json', printConfigSchema(registry)],
  ['README.md', fillIn(read('README.md'), 'metrics', printMetrics())],
  ['docs/configuration.md', fillIn(configuration, 'settings', printSettings(registry))],
  ...(await generateDocuments()),
]

for (const [name, content] of files) settle(name, content)
settle('test/generated/persisted-documents.json', await printManifest())
