import { z } from 'zod'
import { type JsonSchema, toJsonSchema } from '../src/config/file/json-schema.ts'
import { createFileSchema, source, variables } from '../src/config/settings.ts'
import type { ProviderDefinition } from '../src/provider/define-provider.ts'
import { printTable } from './print-table.ts'

type Registry = ReadonlyMap<string, ProviderDefinition>

/** One setting as it is documented. */
interface Setting {
  readonly path: string
  readonly schema: JsonSchema
  readonly isRequired: boolean
}

/** The settings of the configuration file as a Markdown table. Sources have further settings of their provider. */
export function printSettings(registry: Registry): string {
  const provider = z.enum([...registry.keys()]).describe(source.shape.provider.description ?? '')
  const file = listSettings(createFileSchema(source.extend({ provider }), new Set()))
  const own = [...registry].flatMap(([name, { settings }]) =>
    listSettings(settings, 'sources[].').map((setting) => toRow(setting, `\`${setting.path}\` (${name})`)),
  )
  const end = file.findLastIndex(({ path }) => path.startsWith('sources')) + 1
  const rows = file.map((setting) => toRow(setting))
  return printTable(['setting', 'type', 'default', 'description'], [...rows.slice(0, end), ...own, ...rows.slice(end)])
}

/** The environment variables as a Markdown table. */
export function printVariables(registry: Registry): string {
  const common = listSettings(variables).map((variable) => toRow(variable))
  const own = [...registry.values()].flatMap(({ settings, environment }) => {
    const known = listSettings(settings.extend({ timeZone: source.shape.timeZone }))
    return Object.entries(environment).flatMap(([name, variable]) =>
      known.filter(({ path }) => path === name).map((setting) => toRow(setting, `\`${variable}\``)),
    )
  })
  return printTable(['variable', 'type', 'default', 'description'], [...own, ...common])
}

function listSettings(schema: z.ZodType, prefix = ''): readonly Setting[] {
  return flatten(toJsonSchema(schema), prefix)
}

/** Every setting below a mapping, those of nested mappings and of entries of lists included. */
function flatten({ properties = {}, required = [] }: JsonSchema, prefix: string): readonly Setting[] {
  return Object.entries(properties as Readonly<Record<string, JsonSchema>>).flatMap(([name, schema]) => {
    const path = `${prefix}${name}`
    const nested = schema.type === 'array' ? flatten(toEntry(schema), `${path}[].`) : flatten(schema, `${path}.`)
    return [{ path, schema, isRequired: required.includes(name) }, ...nested]
  })
}

const toEntry = ({ items }: JsonSchema): JsonSchema => (typeof items === 'object' ? (items as JsonSchema) : {})

const toRow = ({ path, schema, isRequired }: Setting, name = `\`${path}\``): readonly string[] => [
  name,
  describeType(schema),
  describeDefault(schema, isRequired),
  schema.description ?? '',
]

function describeType(schema: JsonSchema): string {
  const { type, format, minimum, maximum } = schema
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ')
  if (type === 'integer')
    return maximum === undefined ? `whole number, ${minimum} or more` : `whole number, ${minimum} to ${maximum}`
  if (type === 'array')
    return toEntry(schema).properties ? 'list of mappings' : `list of ${describeType(toEntry(schema))}`
  if (type === 'string') return { uri: 'URL', duration: 'duration' }[format ?? ''] ?? 'text'
  return type === 'boolean' ? '`true`, `false`' : 'mapping'
}

function describeDefault({ default: fallback }: JsonSchema, isRequired: boolean): string {
  if (fallback === undefined) return isRequired ? 'required' : ''
  if (Array.isArray(fallback)) return fallback.length > 0 ? `\`${fallback.join(', ')}\`` : ''
  return typeof fallback === 'object' ? '' : `\`${fallback}\``
}
