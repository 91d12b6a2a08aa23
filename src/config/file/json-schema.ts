import { z } from 'zod'
import type { ProviderDefinition } from '../../provider/define-provider.ts'
import { createFileSchema, source } from '../settings.ts'
import { type JsonSchema, toJsonSchema } from './to-json-schema.ts'

/** The JSON Schema of the configuration file, with which editors complete and check it. */
export function printConfigSchema(registry: ReadonlyMap<string, ProviderDefinition>): string {
  const sources = [...registry].map(([name, { settings }]) =>
    z.strictObject({
      ...source.shape,
      provider: z.literal(name).describe('The product that the source reads.'),
      ...settings.shape,
    }),
  )
  const schema = toJsonSchema(createFileSchema(z.union(sources), new Set()), (part, type) => {
    if (part.pattern || part.format || type === 'number') allowVariable(part)
  })
  return `${JSON.stringify({ title: 'Configuration file of the support reporting gateway', ...schema }, null, 2)}\n`
}

/** A setting with a certain form may also be written as `${NAME}`; its form is checked once the variable is read. */
function allowVariable(schema: JsonSchema): void {
  const { default: fallback, description, ...form } = schema
  for (const name of Object.keys(form)) delete schema[name]
  schema.anyOf = [form, { type: 'string', pattern: '\\$\\{\\w+\\}' }] as JsonSchema[]
}
