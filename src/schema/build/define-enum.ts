import { builder } from './builder.ts'

/** An enum of the domain's own words; total, so that a new word cannot go without a description. */
export function defineEnum<const Name extends string>(
  name: string,
  description: string,
  words: Readonly<Record<Name, string>>,
) {
  const values = Object.fromEntries(Object.entries<string>(words).map(([word, text]) => [word, { description: text }]))
  return builder.enumType(name, {
    description: `${description} More values may be added in future versions.`,
    values: values as Record<Name, { description: string }>,
  })
}
