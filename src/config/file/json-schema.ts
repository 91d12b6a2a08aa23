import { stringify } from 'yaml'
import { z } from 'zod'
import type { ProviderDefinition } from '../../provider/define-provider.ts'
import type { Config, SourceConfig } from '../config.ts'
import { createFileSchema, source } from '../settings.ts'

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

export type JsonSchema = z.core.JSONSchema.BaseSchema

/** What the reader of a configuration may write, as JSON Schema. `change` alters each part. */
export const toJsonSchema = (
  schema: z.ZodType,
  change: (jsonSchema: JsonSchema, type: string) => void = () => {},
): JsonSchema =>
  z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const { type, defaultValue } = zodSchema._zod.def as { readonly type: string; readonly defaultValue?: unknown }
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      // Zod leaves out defaults of settings that are converted, such as whole numbers in text.
      if (type === 'default') jsonSchema.default = defaultValue
      change(jsonSchema, type)
    },
  })

/** The configuration as YAML for people, with secrets masked. */
export function describeConfig({ sources, redis, access, ...rest }: Config): string {
  const clients = access?.clients.map((client) => ({ ...client, keyHash: masked }))
  return stringify({
    ...rest,
    ...(redis && { redis: { ...redis, url: maskPassword(redis.url) } }),
    ...(access && { access: { ...access, clients } }),
    sources: sources.map(describeSource),
  })
}

const masked = '***'

const unmasked: ReadonlySet<string> = new Set(['id', 'name', 'provider', 'timeZone'])

/** Texts of a provider's settings are masked unless they are listed as open, so that a new secret is never shown. */
const describeSource = (source: SourceConfig): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(source).map(([name, value]) => {
      if (name === 'url') return [name, maskPassword(String(value))]
      return [name, typeof value === 'string' && !unmasked.has(name) ? masked : value]
    }),
  )

const maskPassword = (url: string): string => url.replace(/\/\/[^/]*@/, `//${masked}@`).replace(/\?.*/, `?${masked}`)
