import { builder } from './builder.ts'

/** Defines an enum from a domain type. The record is total, so a new value does not compile without a description. */
export function defineEnum<const Name extends string>(
  name: string,
  description: string,
  descriptions: Readonly<Record<Name, string>>,
) {
  const values = Object.fromEntries(
    Object.entries<string>(descriptions).map(([value, text]) => [value, { description: text }]),
  )
  return builder.enumType(name, {
    description: `${description} More values may be added in future versions.`,
    values: values as Record<Name, { description: string }>,
  })
}
