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
      if (typeof value !== 'string') throw new TypeError(`${name} is written as a string.`)
      return value
    },
  })
}

defineText(
  'DateTime',
  GraphQLDateTime,
  'An instant as ISO 8601 with the offset of the asked time zone at that instant, e.g. 2026-03-29T00:00:00+01:00.',
)
defineText('Date', GraphQLLocalDate, 'A calendar day, e.g. 2026-03-29.')
defineText(
  'TimeZone',
  GraphQLTimeZone,
  'An IANA time zone name as spelled in tzdata, `Area/Place` or UTC, e.g. Europe/Warsaw. Offsets, abbreviations and Etc/* are refused.',
)
defineText(
  'Duration',
  GraphQLISO8601Duration,
  'An ISO 8601 duration of one whole unit, e.g. P30D, P4W, P6M, P1Y, PT24H; 1 or more.',
)
