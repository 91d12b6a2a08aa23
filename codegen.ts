import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { preset } from '@graphql-codegen/client-preset'
import { codegen } from '@graphql-codegen/core'
import { lexicographicSortSchema, parse, printSchema } from 'graphql'
import { registry } from './src/provider/registry.ts'
import { listMetrics } from './src/report/catalogue.ts'
import { examples } from './src/schema/examples.ts'
import { schema } from './src/schema/schema.ts'

/**
 * Writes what is printed from the code: schema.graphql, typed documents of the examples, and the README's table of
 * metrics. With `--check` it writes nothing and fails where the files say something else.
 */
const sdl = `${printSchema(lexicographicSortSchema(schema))}\n`
const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')

async function generateDocuments(): Promise<[string, string][]> {
  const outputs = await preset.buildGeneratesSection({
    baseOutputDir: 'test/generated/',
    schema: parse(sdl),
    documents: examples.map((query, index) => ({
      location: `${index}.graphql`,
      document: parse(query),
      rawSDL: query,
    })),
    config: {
      documentMode: 'string',
      useTypeImports: true,
      enumsAsTypes: true,
      scalars: { DateTime: 'string', Date: 'string', Duration: 'string', TimeZone: 'string' },
    },
    presetConfig: { fragmentMasking: false },
    plugins: [],
    pluginMap: {},
  })
  // The map from texts to documents beside it repeats every document, and serves a build plugin only.
  const documents = outputs.filter(({ filename }) => filename.endsWith('/graphql.ts'))
  return Promise.all(documents.map(async (one): Promise<[string, string]> => [one.filename, await codegen(one)]))
}

function printMetrics(): string {
  const providers = [...registry.values()].map(({ provider }) => provider)
  const cell = (texts: (string | null)[]) => texts.filter(Boolean).join('<br>')
  const rows = listMetrics(providers).map(({ metric, description, unit, aggregation, support }) => [
    `\`${metric}\`<br>${description}`,
    `${unit}, ${aggregation}`,
    ...support.map(({ isSupported, upstream, filters, note }) =>
      isSupported
        ? cell([`\`${upstream}\``, filters.length > 0 ? `by ${filters.join(', ').toLowerCase()}` : null, note])
        : '—',
    ),
  ])
  const lines = [
    ['metric', 'unit', ...providers.map(({ name }) => name)],
    ['---', '---', ...providers.map(() => '---')],
    ...rows,
  ]
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n')
}

const readme = read('README.md').replace(
  /(<!-- metrics -->\n).*(\n<!-- \/metrics -->)/s,
  (_, start, end) => `${start}${printMetrics()}${end}`,
)
const files: [string, string][] = [['schema.graphql', sdl], ['README.md', readme], ...(await generateDocuments())]

for (const [name, content] of files) {
  if (!process.argv.includes('--check')) {
    mkdirSync(dirname(join(import.meta.dirname, name)), { recursive: true })
    writeFileSync(join(import.meta.dirname, name), content)
  } else if (read(name) !== content) {
    console.error(`${name} is not what the code says: run npm run generate`)
    process.exitCode = 1
  }
}
