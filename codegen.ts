import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { preset } from '@graphql-codegen/client-preset'
import { codegen } from '@graphql-codegen/core'
import { lexicographicSortSchema, parse, printSchema } from 'graphql'
import { fillTables, listMissingTables } from './docs/tables.ts'
import { printConfigSchema } from './src/config/file/json-schema.ts'
import { registry } from './src/provider/registry.ts'
import { schema } from './src/schema/schema.ts'

/**
 * Generates schema.graphql, the JSON Schema of the configuration, the tables in README.md and docs/, and typed documents of
 * examples/ and test/documents/ with their manifest. With `--check` it writes nothing and fails if a file is out of date.
 */
const sdl = `${printSchema(lexicographicSortSchema(schema))}\n`
const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')

const listFiles = (folder: string, extension: string) =>
  readdirSync(join(import.meta.dirname, folder))
    .filter((name) => name.endsWith(extension))
    .toSorted()
    .map((name) => `${folder}/${name}`)

async function generateDocuments(): Promise<[string, string][]> {
  const outputs = await preset.buildGeneratesSection({
    baseOutputDir: 'test/generated/',
    schema: parse(sdl),
    documents: ['examples', 'test/documents']
      .flatMap((folder) => listFiles(folder, '.graphql'))
      .map((location) => {
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

function settle(name: string, content: string): void {
  if (!process.argv.includes('--check')) {
    mkdirSync(dirname(join(import.meta.dirname, name)), { recursive: true })
    writeFileSync(join(import.meta.dirname, name), content)
  } else if (read(name) !== content) {
    console.error(`${name} is not what the code says: run npm run generate`)
    process.exitCode = 1
  }
}

const pages = ['README.md', ...listFiles('docs', '.md')].map((name): [string, string] => [name, fillTables(read(name))])
const files: [string, string][] = [
  ['schema.graphql', sdl],
  ['src/config/config.schema.json', printConfigSchema(registry)],
  ...pages,
  ...(await generateDocuments()),
]

for (const [name, content] of files) settle(name, content)
settle('test/generated/persisted-documents.json', await printManifest())

for (const name of listMissingTables(pages.map(([, page]) => page))) {
  console.error(`No page of docs/ has a place for the table "${name}": <!-- ${name} --> to <!-- /${name} -->`)
  process.exitCode = 1
}
