import { z } from 'zod'

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
