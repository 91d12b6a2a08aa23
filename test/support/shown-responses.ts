import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { getNamedType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import { expect } from 'vitest'
import { schema } from '../../src/schema/schema.ts'

/** A query of the documentation whose range is fixed, with the response shown right below it, part by part. */
export interface ShownResponse {
  /** File and line of the query, as `docs/caching.md:12`. */
  readonly place: string
  readonly query: string
  readonly parts: readonly unknown[]
}

const root = new URL('../../', import.meta.url)
const docs = new URL('docs/', root)
const pages = ['README.md', ...(existsSync(docs) ? readdirSync(docs).map((name) => `docs/${name}`) : [])]

export const listFixedResponses = (): readonly ShownResponse[] =>
  pages
    .filter((path) => path.endsWith('.md'))
    .flatMap(readPage)
    .filter(({ query }) => isFixed(query))

function readPage(path: string): readonly ShownResponse[] {
  const page = readFileSync(new URL(path, root), 'utf8')
  const blocks = [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
  return blocks.flatMap(({ 1: language, 2: query = '', index }, position) => {
    const [, nextLanguage, response = ''] = blocks[position + 1] ?? []
    if (language !== 'graphql' || nextLanguage !== 'json') return []
    const place = `${path}:${page.slice(0, index).split('\n').length}`
    const parts = response.trim().split(/\n(?=\{)/)
    return [{ place, query, parts: parts.map((part) => JSON.parse(part, acceptAnyText)) }]
  })
}

/** The documentation writes `"…"` for a text that differs from run to run. */
const acceptAnyText = (_: string, value: unknown): unknown => (value === '…' ? expect.any(String) : value)

/** Whether the query names its days or instants, and selects nothing that depends on the time of the request. */
function isFixed(query: string): boolean {
  const typeInfo = new TypeInfo(schema)
  const ranges: string[] = []
  const fields: string[] = []
  const visitor = visitWithTypeInfo(typeInfo, {
    ObjectField({ name }) {
      if (getNamedType(typeInfo.getParentInputType())?.name === 'RangeInput') ranges.push(name.value)
    },
    Field({ name }) {
      fields.push(name.value)
    },
  })
  visit(parse(query), visitor)
  const areFixed = ranges.every((range) => range === 'days' || range === 'between')
  return ranges.length > 0 && areFixed && !fields.some((field) => field === 'live' || field === 'asOf')
}
