import { readFileSync } from 'node:fs'
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../src/schema/schema.ts'

/** A type, field, argument or value under the name by which a reader finds it. */
interface Element {
  readonly name: string
  readonly description?: string | null | undefined
}

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
)

const within = <Member extends Element>(outer: string, members: readonly Member[]) =>
  members.map((member) => ({ ...member, name: `${outer}.${member.name}` }))

const values = types.filter(isEnumType).flatMap((type) => within(type.name, type.getValues()))
const fields = types
  .filter(isObjectType)
  .flatMap((type) => within<GraphQLField<unknown, unknown>>(type.name, Object.values(type.getFields())))
const inputs = [
  ...types
    .filter(isInputObjectType)
    .flatMap((type) => within<GraphQLInputField>(type.name, Object.values(type.getFields()))),
  ...fields.flatMap(({ name, args }) => within<GraphQLArgument>(name, args)),
]
const elements: readonly Element[] = [...types, ...values, ...fields, ...inputs]

interface Typed {
  readonly type: GraphQLType
}

/** The field itself, or an entry of its list. */
const canBeNull = ({ type }: Typed) => /[^!](\]|$)/.test(String(type))
const isNumber = ({ type }: Typed) => ['Int', 'Float'].includes(getNamedType(type).name)

describe('the schema', () => {
  it.each(elements)('describes $name in a sentence of three words or more', ({ description }) => {
    expect(description).toMatch(/^[A-Z].*\.$/s)
    expect(description?.split(/\s+/).length).toBeGreaterThanOrEqual(3)
  })

  it.each(elements)('describes $name without leaning on its neighbours', ({ description }) => {
    expect(description).not.toMatch(/^(Its?|They|Their|These|Those|This|That|The same|He|His)\b/)
  })

  it.each(fields.filter(canBeNull))('says when $name is null', ({ description }) => {
    expect(description).toMatch(/\bnull\b/i)
  })

  it.each(fields.filter((field) => field.args.length > 0 && canBeNull(field)))(
    'says with which errors $name fails',
    ({ description }) => {
      expect(description).toMatch(/BAD_USER_INPUT|GapCode/)
    },
  )

  it.each(fields.filter(isNumber))('says what the number $name counts', ({ description }) => {
    expect(description).toMatch(/\bnumber\b|\bseconds\b|\bshare\b|`unit`/i)
  })

  it.each(inputs.filter(isNumber))('says how great the number $name may be', ({ description }) => {
    expect(description).toMatch(/\d/)
  })

  it('is committed as the code says', () => {
    const committed = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')
    expect(`${printSchema(lexicographicSortSchema(schema))}\n`).toBe(committed)
  })

  it('takes exactly one form of a range', () => {
    expect(printSchema(schema)).toContain('input RangeInput @oneOf')
  })
})
