import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../src')

interface Import {
  readonly from: string
  /** A path below src, or the name of a package. */
  readonly to: string
  readonly isType: boolean
}

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))

const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))

const statement =
  /^(?:import|export) (type )?(?:[^'"`;=()]*? from )?'([^']+)'|\bimport\(\s*(?:\/\*.*?\*\/\s*)?['"`]([^'"`]+)/gm

const imports: readonly Import[] = [...sources].flatMap(([from, text]) =>
  [...text.matchAll(statement)].map(([, type, still = '', moving]) => {
    const target = moving ?? still
    return { from, to: target.startsWith('.') ? normalize(join(dirname(from), target)) : target, isType: Boolean(type) }
  }),
)

/** What each folder, and each file outside one, may import: paths and packages as they begin. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'report/': ['report/', 'concurrency/', 'luxon'],
  'series/': ['series/', 'concurrency/', 'redis/connection.ts', 'report/', 'dataloader', 'lru-cache', 'zod', 'node:'],
  'upstream/': [
    'upstream/',
    'concurrency/event-loop.ts',
    'json/',
    'report/port/call-context.ts',
    'report/port/error.ts',
    'report/time/date.ts',
    'undici',
    'zod',
    'node:',
  ],
  'provider/': ['provider/', 'concurrency/', 'config/file/whole-number.ts', 'report/', 'upstream/', 'zod', 'node:'],
  'auth/': [
    'auth/',
    'redis/connection.ts',
    'report/port/source.ts',
    'report/time/date.ts',
    'jose',
    'rate-limiter-flexible',
    'undici',
    'node:',
  ],
  'schema/': [
    'schema/',
    'auth/permission.ts',
    'concurrency/',
    'gateway/context.ts',
    'provider/registry.ts',
    'report/',
    '@pothos/',
    '@apollo/subgraph',
    '@graphql-tools/utils',
    'graphql',
    'node:crypto',
  ],
  'demo/': ['demo/', 'config/config.ts', 'node:'],
  'config/': [
    'config/',
    'auth/',
    'provider/define-provider.ts',
    'report/',
    'series/freshness.ts',
    'telemetry/log-level.ts',
    'luxon',
    'node:',
    'yaml',
    'zod',
  ],
  'telemetry/': [
    'telemetry/',
    'gateway/',
    'upstream/call-observer.ts',
    'upstream/client.ts',
    'graphql',
    'graphql-yoga',
    '@opentelemetry/',
    'pino',
    'prom-client',
    'node:',
  ],
  'server/': [
    'server/',
    'auth/',
    'concurrency/',
    'config/machine/',
    'config/serving.ts',
    'gateway/context.ts',
    'json/',
    'schema/',
    'telemetry/telemetry.ts',
    'graphql',
    '@graphql-tools/executor',
    'graphql-yoga',
    '@graphql-yoga/',
    'lru-cache',
    'node:',
  ],
  'concurrency/': ['report/port/call-context.ts', 'lru-cache', 'node:'],
  'json/': [],
  'redis/': ['redis/', 'upstream/rate-limit/rate-limiter.ts', '@redis/client'],
  'gateway/': [
    'gateway/',
    'auth/',
    'concurrency/',
    'config/config.ts',
    'provider/cached-list.ts',
    'provider/define-provider.ts',
    'redis/',
    'report/',
    'series/',
    'upstream/call-observer.ts',
    'upstream/request.ts',
    '@repeaterjs/repeater',
  ],
  'cli/': ['auth/api-key.ts'],
  'main.ts': [
    'config/',
    'gateway/create-gateway.ts',
    'server/graphiql-examples.ts',
    'server/http-server.ts',
    'server/shutdown.ts',
    'telemetry/',
    'provider/registry.ts',
    'schema/build/subgraph.ts',
    'demo/start.ts',
    'node:',
  ],
}

/** Imports that carry types alone and vanish in the build. */
const typesOnly: Readonly<Record<string, readonly string[]>> = {
  'schema/': ['gateway/'],
  'auth/': ['report/', 'redis/'],
  'series/': ['redis/'],
  'redis/': ['upstream/'],
  'demo/': ['config/config.ts'],
  'config/': ['auth/authenticate.ts', 'provider/define-provider.ts', 'series/freshness.ts'],
  'gateway/create-gateway.ts': ['config/config.ts', 'provider/define-provider.ts', 'report/port/source.ts'],
  'server/': ['auth/authenticate.ts', 'config/machine/memory-plan.ts', 'config/serving.ts', 'gateway/', 'telemetry/'],
  'telemetry/': ['gateway/', 'upstream/'],
}

const write = ({ from, to }: Import) => `${from} -> ${to}`
const begins = (path: string, starts: readonly string[] = []) => starts.some((start) => path.startsWith(start))
const importsOf = (part: string) => imports.filter(({ from }) => from.startsWith(part))

describe('the arrows between the layers', () => {
  it('are read from the import lines of every file', () => {
    expect(files.filter((file) => !begins(file, Object.keys(allowed)))).toEqual([])
    expect(imports.map(write)).toEqual(
      expect.arrayContaining([
        'report/time/zone.ts -> luxon',
        'report/port/scope.ts -> report/time/bucket.ts',
        'schema/build/builder.ts -> gateway/context.ts',
        'main.ts -> demo/start.ts',
      ]),
    )
  })

  it.each(Object.entries(allowed))('%s imports nothing but %j', (part, targets) => {
    expect(
      importsOf(part)
        .filter(({ to }) => !begins(to, targets))
        .map(write),
    ).toEqual([])
  })

  it.each(Object.entries(typesOnly))('%s takes nothing but types from %j', (part, targets) => {
    expect(
      importsOf(part)
        .filter(({ to, isType }) => begins(to, targets) && !isType)
        .map(write),
    ).toEqual([])
  })

  it.each(Object.entries(allowed))('%s needs each of %j', (part, targets) => {
    const unused = targets.filter((target) => !importsOf(part).some(({ to }) => to.startsWith(target)))

    expect(unused).toEqual([])
  })

  it('keep each provider and each demo product to itself', () => {
    const strayed = imports.filter(({ from, to }) => {
      const [folder] = /^(provider|demo)\/\w+\//.exec(to) ?? []
      return folder !== undefined && !from.startsWith(folder) && !['main.ts', 'demo/start.ts'].includes(from)
    })

    expect(strayed.map(write)).toEqual([])
  })

  it('lead to no file that imports itself over others', () => {
    const next = new Map(
      files.map((file) => [
        file,
        importsOf(file)
          .filter(({ isType }) => !isType)
          .map(({ to }) => to),
      ]),
    )
    const reach = (file: string, seen: Set<string>): Set<string> => {
      for (const to of next.get(file) ?? []) if (!seen.has(to)) reach(to, seen.add(to))
      return seen
    }

    expect(files.filter((file) => reach(file, new Set()).has(file))).toEqual([])
  })
})

describe('a file of src', () => {
  it('is shorter than 200 lines', () => {
    const isLong = (text: string) => text.trimEnd().split('\n').length >= 200

    expect([...sources].filter(([, text]) => isLong(text)).map(([file]) => file)).toEqual([])
  })
})
