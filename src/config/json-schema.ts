import { z } from 'zod'
import type { ProviderEntry } from '../provider/entry.ts'
import { createFileSchema, source } from './settings.ts'

/** The file of GATEWAY_CONFIG as JSON Schema, by which editors complete and check it. */
export function printConfigSchema(registry: ReadonlyMap<string, ProviderEntry>): string {
  const sources = [...registry].map(([name, { settings }]) =>
    z.strictObject({ ...source.shape, provider: z.literal(name).describe('The product.'), ...settings.shape }),
  )
  const schema = z.toJSONSchema(createFileSchema(z.union(sources), new Set()), {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      const { type, coerce } = zodSchema._zod.def as { readonly type: string; readonly coerce?: boolean }
      if (jsonSchema.pattern || jsonSchema.format || (type === 'number' && coerce)) allowVariable(jsonSchema)
    },
  })
  return `${JSON.stringify({ title: 'The file of GATEWAY_CONFIG', ...schema }, null, 2)}\n`
}

/** What has a form may also be written as a variable, and has its form once that is read. */
function allowVariable(schema: z.core.JSONSchema.BaseSchema): void {
  const { default: fallback, description, ...form } = schema
  for (const name of Object.keys(form)) delete schema[name]
  schema.anyOf = [form, { type: 'string', pattern: '\\$\\{\\w+\\}' }] as z.core.JSONSchema.BaseSchema[]
}
