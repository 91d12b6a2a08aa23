import SchemaBuilder from '@pothos/core'
import DirectivesPlugin from '@pothos/plugin-directives'
import FederationPlugin from '@pothos/plugin-federation'
import type { GraphQLScalarType } from 'graphql'
import { GraphQLDateTime, GraphQLISO8601Duration, GraphQLLocalDate, GraphQLTimeZone } from 'graphql-scalars'
import type { GatewayContext } from '../../gateway/context.ts'

/** The schema builder. Each file of `schema/` adds a type and the queries that return it. */
export const builder = new SchemaBuilder<{
  Context: GatewayContext
  DefaultFieldNullability: false
  DefaultInputFieldRequiredness: false
  Scalars: {
    ID: { Input: string; Output: string }
    Date: { Input: string; Output: string }
    DateTime: { Input: string | number; Output: string }
    Duration: { Input: string; Output: string }
    TimeZone: { Input: string; Output: string }
  }
}>({ plugins: [DirectivesPlugin, FederationPlugin], defaultFieldNullability: false })

builder.queryType({ description: 'Support figures from all configured sources.' })

export type SchemaTypes = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer Types> ? Types : never

/**
 * Defines a scalar that accepts any string. The resolver checks the value, because it knows the argument's name and can
 * put it into the error message. From graphql-scalars only the metadata for tools is used: its DateTime prints UTC only.
 */
function defineStringScalar(
  name: 'Date' | 'Duration' | 'TimeZone',
  metadata: GraphQLScalarType,
  description: string,
): void {
  builder.scalarType(name, {
    description,
    extensions: { ...metadata.extensions, codegenScalarType: 'string' },
    serialize: (value) => value,
    parseValue: (value) => {
      if (typeof value !== 'string') throw new TypeError(`${name} must be a string.`)
      return value
    },
  })
}

builder.scalarType('DateTime', {
  description:
    'An ISO 8601 date and time with a UTC offset, e.g. 2026-03-29T00:00:00+01:00. In responses the offset is that of the requested time zone at that instant. As input, epoch milliseconds are accepted, too: an integer of 12 or 13 digits.',
  extensions: { ...GraphQLDateTime.extensions, codegenScalarType: { input: 'string | number', output: 'string' } },
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value !== 'string' && !Number.isSafeInteger(value))
      throw new TypeError('DateTime must be a string, or an integer of epoch milliseconds.')
    return value as string | number
  },
})
defineStringScalar('Date', GraphQLLocalDate, 'An ISO 8601 calendar date, e.g. 2026-03-29.')
defineStringScalar(
  'TimeZone',
  GraphQLTimeZone,
  'An IANA time zone name in any letter case, e.g. Europe/Warsaw, US/Eastern, UTC or Etc/GMT+5. Offsets such as +05:30 are rejected, because they have no DST rules, and so are abbreviations that several zones share.',
)
defineStringScalar(
  'Duration',
  GraphQLISO8601Duration,
  'An ISO 8601 duration in one unit, with a whole number of at least 1, e.g. P30D, P4W, P6M, P1Y or PT24H.',
)
