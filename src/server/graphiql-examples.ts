import { readdirSync, readFileSync } from 'node:fs'
import { addPrefixTo } from '../schema/build/prefix.ts'
import { schema } from '../schema/schema.ts'

const folder = new URL('../../examples/', import.meta.url)

/**
 * The documents that GraphiQL opens with, in the order of the numbers in their first lines; those without a number come
 * last. With a prefix, they use the prefixed names of the schema.
 */
export const readExamples = (prefix?: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .toSorted(new Intl.Collator('en', { numeric: true }).compare)
    .map((text) => (prefix ? addPrefixTo(text, schema, prefix) : text))
