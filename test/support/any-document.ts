import fc from 'fast-check'
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql'

/** Values of scalars as clients write them: good ones, odd ones and wrong ones. */
const scalars: Readonly<Record<string, readonly string[]>> = {
  Int: ['0', '1', '3', '-1', '2147483647'],
  Boolean: ['true', 'false'],
  String: ['"vip"', '""', '"<script>"', '"１２"', '"a\\u0000b"', '"o\'neil@x"', `"${'x'.repeat(300)}"`],
  ID: [
    '"support:team:1"',
    '"sales:team:0"',
    '"support:inbox:1"',
    '"support:1"',
    '"support"',
    '"elsewhere:1"',
    '"support:1/../../evil"',
    '"__proto__"',
    '1',
  ],
  EmailAddress: ['"ada.obi@demo.example"', '"nobody@x"', '"not an address"'],
  TimeZone: ['"Europe/Warsaw"', '"Asia/Kathmandu"', '"Australia/Lord_Howe"', '"Mars/Base"', '"__proto__"'],
  Date: ['"2026-11-10"', '"2026-11-12"', '"2026-02-30"', '"0000-00-00"'],
  DateTime: ['"2026-11-10T10:00:00+01:00"', '"2026-11-10T12:00:00Z"', '"2026-11-10"', '"9999-12-31T23:59:59Z"'],
  _Any: [
    '{ __typename: "Agent", email: "ada.obi@demo.example" }',
    '{ __typename: "Team", id: "support:team:1" }',
    '{}',
    '7',
  ],
  Duration: ['"P3D"', '"PT1H"', '"P1M"', '"P-1D"', '"P99999Y"', '"PT0S"'],
}

const oddities = ['"odd"', '7', '-0.5', '{}']

const anyFew = <T>(all: readonly T[], most: number): fc.Arbitrary<T[]> =>
  fc.subarray([...all], { maxLength: Math.min(most, all.length) })

const anyLeaf = (name: string): fc.Arbitrary<string> => fc.constantFrom(...(scalars[name] ?? oddities))

/** A value that the schema takes, though the gateway may not. */
function anyValue(type: GraphQLInputType): fc.Arbitrary<string> {
  if (isNonNullType(type)) return anyValue(type.ofType)
  if (isListType(type))
    return fc.array(anyValue(type.ofType), { maxLength: 3 }).map((values) => `[${values.join(' ')}]`)
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name))
  if (!isInputObjectType(type)) return anyLeaf(type.name)
  const fields = Object.values(type.getFields())
  const given = type.isOneOf
    ? fc.constantFrom(...fields).map((field) => [field])
    : anyFew(fields, 3).map((some) => [...new Set([...fields.filter((field) => isNonNullType(field.type)), ...some])])
  return given
    .chain((some) => fc.tuple(...some.map((field) => anyValue(field.type).map((value) => `${field.name}: ${value}`))))
    .map((written) => `{ ${written.join(' ')} }`)
}

function anyArguments(args: readonly GraphQLArgument[]): fc.Arbitrary<string> {
  const isNeeded = ({ type, defaultValue }: GraphQLArgument) => isNonNullType(type) && defaultValue === undefined
  return fc
    .subarray([...args])
    .map((some) => args.filter((one) => isNeeded(one) || some.includes(one)))
    .chain((given) => fc.tuple(...given.map((one) => anyValue(one.type).map((value) => `${one.name}: ${value}`))))
    .map((written) => (written.length > 0 ? `(${written.join(' ')})` : ''))
}

/** Each field under a name of its own, for two with other arguments could not be merged. */
const anyField = (field: GraphQLField<unknown, unknown>, depth: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat(9_999), anyArguments(field.args), anySelection(field.type, depth))
    .map(([alias, args, selection]) => `${field.name}_${alias}: ${field.name}${args}${selection}`)

/** A selection set for a type: none for leaf types, a few fields for objects. */
function anySelection(output: GraphQLOutputType, depth: number): fc.Arbitrary<string> {
  const type = getNamedType(output)
  if (isLeafType(type)) return fc.constant('')
  if (isUnionType(type)) return anyFragments(type.getTypes(), depth)
  if (!isObjectType(type)) return fc.constant(' { __typename }')
  const fields = Object.values(type.getFields()).filter((field) => depth > 0 || isLeafType(getNamedType(field.type)))
  return anyFew(fields, 4)
    .chain((some) => fc.tuple(...some.map((field) => anyField(field, depth - 1))))
    .map((written) => ` { ${['__typename', ...written].join(' ')} }`)
}

const anyFragments = (types: readonly GraphQLObjectType[], depth: number): fc.Arbitrary<string> =>
  fc
    .tuple(...types.map((type) => anySelection(type, depth).map((selection) => `... on ${type.name}${selection}`)))
    .map((fragments) => ` { ${fragments.join(' ')} }`)

/** Any query that is valid by a schema, of one or two root fields. */
export function toAnyDocument(schema: GraphQLSchema): fc.Arbitrary<string> {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {})
  return fc
    .subarray(fields, { minLength: 1, maxLength: 2 })
    .chain((some) => fc.tuple(...some.map((field) => anyField(field, 3))))
    .map((written) => `{ ${written.join(' ')} }`)
}
