import type { GraphQLScalarType } from 'graphql'
import { GraphQLDateTime, GraphQLISO8601Duration, GraphQLLocalDate, GraphQLTimeZone } from 'graphql-scalars'
import { builder } from './builder.ts'

/**
 * Texts as the client wrote them. What a text means is checked where the argument's name is known, so that the error
 * names it; the scalars of graphql-scalars lend their forms to tools, for their own rules are others: DateTime prints
 * UTC only, and TimeZone lets EST and Etc/GMT+5 pass.
 */
function defineText(
  name: 'Date' | 'DateTime' | 'Duration' | 'TimeZone',
  form: GraphQLScalarType,
  description: string,
): void {
  builder.scalarType(name, {
    description,
    extensions: { ...form.extensions, codegenScalarType: 'string' },
    serialize: (value) => value,
    parseValue: (value) => {
      if (typeof value !== 'string') throw new TypeError(`${name} must be a string.`)
      return value
    },
  })
}

defineText(
  'DateTime',
  GraphQLDateTime,
  'An ISO 8601 date and time with a UTC offset, e.g. 2026-03-29T00:00:00+01:00. In responses the offset is that of the requested time zone at that instant.',
)
defineText('Date', GraphQLLocalDate, 'An ISO 8601 calendar date, e.g. 2026-03-29.')
defineText(
  'TimeZone',
  GraphQLTimeZone,
  'An IANA time zone name, `Area/Location` or UTC, e.g. Europe/Warsaw. Offsets, abbreviations and Etc/* are rejected.',
)
defineText(
  'Duration',
  GraphQLISO8601Duration,
  'An ISO 8601 duration in one unit, with a whole number of at least 1, e.g. P30D, P4W, P6M, P1Y or PT24H.',
)
