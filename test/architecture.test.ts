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
  'report/': ['report/', 'lru-cache', 'luxon'],
  'series/': ['series/', 'report/', 'redis.ts', 'shared-reading.ts', 'dataloader', 'lru-cache', 'node:'],
  'http/': [
    'http/',
    'measure-json.ts',
    'report/asker.ts',
    'report/date.ts',
    'report/error.ts',
    'undici',
    'zod',
    'node:',
  ],
  'provider/': ['provider/', 'config/whole-number.ts', 'http/', 'report/', 'shared-reading.ts', 'zod', 'node:'],
  'access/': [
    'access/',
    'report/date.ts',
    'report/port.ts',
    'redis.ts',
    'jose',
    'rate-limiter-flexible',
    'undici',
    'node:',
  ],
  'schema/': [
    'schema/',
    'access/right.ts',
    'report/',
    'context.ts',
    '@pothos/',
    '@apollo/subgraph',
    '@graphql-tools/utils',
    'graphql',
  ],
  'demo/': ['demo/', 'config/config.ts', 'node:'],
  'config/': [
    'config/',
    'access/',
    'provider/entry.ts',
    'report/',
    'series/ages.ts',
    'telemetry/log-level.ts',
    'node:net',
    'yaml',
    'zod',
  ],
  'telemetry/': [
    'telemetry/',
    'context.ts',
    'gateway-watch.ts',
    'http/edge.ts',
    'http/watched-call.ts',
    'graphql',
    'graphql-yoga',
    '@opentelemetry/',
    'pino',
    'prom-client',
    'node:',
  ],
  'server/': [
    'server/',
    'access/',
    'concurrency/',
    'config/memory-plan.ts',
    'config/host-name.ts',
    'config/loopback.ts',
    'config/serving.ts',
    'context.ts',
    'measure-json.ts',
    'report/take-turn.ts',
    'schema/',
    'telemetry/telemetry.ts',
    'graphql',
    '@graphql-tools/executor',
    'graphql-yoga',
    '@graphql-yoga/',
    'lru-cache',
    'node:',
  ],
  'concurrency/': [],
  'deadline.ts': ['report/error.ts'],
  'measure-json.ts': [],
  'redis.ts': ['@redis/client'],
  'redis-text.ts': ['http/budget.ts', 'redis.ts'],
  'gateway-watch.ts': ['http/watched-call.ts', 'report/asker.ts'],
  'context.ts': [
    'access/',
    'config/config.ts',
    'deadline.ts',
    'gateway-watch.ts',
    'http/read-body.ts',
    'provider/entry.ts',
    'report/',
    'series/',
    'redis.ts',
    'redis-text.ts',
    'shared-polls.ts',
    'shared-upstream.ts',
    'shelf-life.ts',
    'upstream-meter.ts',
  ],
  'shelf-life.ts': ['report/', 'series/ages.ts', 'series/reader.ts', 'series/recall.ts'],
  'upstream-meter.ts': ['report/asker.ts'],
  'shared-reading.ts': ['report/asker.ts', 'node:'],
  'shared-polls.ts': ['@repeaterjs/repeater'],
  'shared-upstream.ts': [
    'report/asker.ts',
    'report/member-total.ts',
    'report/old-lists.ts',
    'report/once.ts',
    'report/total.ts',
    'report/upstream.ts',
    'series/summary-choice.ts',
    'series/totals-loader.ts',
  ],
  'key.ts': ['access/api-key.ts'],
  'examples.ts': ['schema/', 'node:'],
  'main.ts': [
    'config/',
    'context.ts',
    'examples.ts',
    'server/http-server.ts',
    'server/stop.ts',
    'telemetry/',
    'provider/registry.ts',
    'schema/subgraph.ts',
    'demo/start.ts',
    'node:',
  ],
}

/** Imports that carry types alone and vanish in the build. */
const typesOnly: Readonly<Record<string, readonly string[]>> = {
  'schema/': ['context.ts'],
  'access/': ['report/', 'redis.ts'],
  'series/': ['report/port.ts', 'report/run.ts', 'redis.ts'],
  'redis-text.ts': ['http/budget.ts', 'redis.ts'],
  'demo/': ['config/config.ts'],
  'config/': ['access/admit.ts', 'provider/entry.ts', 'series/ages.ts'],
  'context.ts': ['config/config.ts', 'provider/entry.ts', 'report/port.ts', 'report/run.ts'],
  'server/': [
    'access/admit.ts',
    'access/caller.ts',
    'config/memory-plan.ts',
    'config/serving.ts',
    'context.ts',
    'telemetry/',
  ],
  'telemetry/': ['context.ts', 'gateway-watch.ts', 'http/'],
  'gateway-watch.ts': ['http/watched-call.ts', 'report/asker.ts'],
  'shared-upstream.ts': ['report/asker.ts', 'report/upstream.ts'],
  'upstream-meter.ts': ['report/asker.ts'],
}

const write = ({ from, to }: Import) => `${from} -> ${to}`
const begins = (path: string, starts: readonly string[] = []) => starts.some((start) => path.startsWith(start))
const importsOf = (part: string) => imports.filter(({ from }) => from.startsWith(part))

describe('the arrows between the layers', () => {
  it('are read from the import lines of every file', () => {
    expect(files.filter((file) => !begins(file, Object.keys(allowed)))).toEqual([])
    expect(imports.map(write)).toEqual(
      expect.arrayContaining([
        'report/zone.ts -> luxon',
        'report/scope.ts -> report/bucket.ts',
        'schema/builder.ts -> context.ts',
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
