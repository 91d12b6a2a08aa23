import { getNamedType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import { expect } from 'vitest'
import { schema } from '../../src/schema/schema.ts'
import { examples } from './documentation.ts'

/** A query of the documentation whose range is fixed, with the response shown right below it, part by part. */
export interface ShownResponse {
  /** File and line of the query, as `docs/caching.md:12`. */
  readonly place: string
  readonly query: string
  readonly parts: readonly unknown[]
}

export const listFixedResponses = (): readonly ShownResponse[] =>
  examples
    .flatMap(({ place, language, text: query }, position) => {
      const next = examples[position + 1]
      if (language !== 'graphql' || next?.language !== 'json' || pageOf(next.place) !== pageOf(place)) return []
      const parts = next.text.trim().split(/\n(?=\{)/)
      return [{ place, query, parts: parts.map((part) => JSON.parse(part, acceptAnyText)) }]
    })
    .filter(({ query }) => isFixed(query))

const pageOf = (place: string): string => place.split(':', 1)[0] ?? ''

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
