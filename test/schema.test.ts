import { readFileSync } from 'node:fs'
import {
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

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
)

const elements = types.flatMap((type) => {
  const own: [string, string | null | undefined][] = [[type.name, type.description]]
  if (isEnumType(type))
    own.push(
      ...type
        .getValues()
        .map((value): [string, string | null | undefined] => [`${type.name}.${value.name}`, value.description]),
    )
  if (isInputObjectType(type))
    own.push(
      ...Object.values(type.getFields()).map((field): [string, string | null | undefined] => [
        `${type.name}.${field.name}`,
        field.description,
      ]),
    )
  if (isObjectType(type))
    for (const field of Object.values(type.getFields())) {
      own.push([`${type.name}.${field.name}`, field.description])
      own.push(
        ...field.args.map((argument): [string, string | null | undefined] => [
          `${type.name}.${field.name}(${argument.name})`,
          argument.description,
        ]),
      )
    }
  return own
})

describe('the schema', () => {
  it.each(elements)('describes %s in a sentence', (_, description) => {
    expect(description).toMatch(/^[A-Z`0].*\.$/s)
  })

  it('is committed as the code says', () => {
    const committed = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')
    expect(`${printSchema(lexicographicSortSchema(schema))}\n`).toBe(committed)
  })

  it('takes exactly one form of a range', () => {
    expect(printSchema(schema)).toContain('input RangeInput @oneOf')
  })
})
