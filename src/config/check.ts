import { z } from 'zod'

/** Told of each problem; none shows the value of a setting. */
export type Report = (problem: string) => void

/** Checks settings, and reports all that is wrong with them by where it stands; then there are none. */
export const createCheck =
  (report: Report) =>
  <T>(schema: z.ZodType<T>, input: unknown, place: string): T | undefined => {
    const { data, error } = schema.safeParse(input)
    for (const issue of error?.issues ?? [])
      report(`${[place, ...issue.path].filter(String).join('.')}: ${describeIssue(issue, schema)}`)
    return data
  }

function describeIssue(issue: z.core.$ZodIssue, schema: z.ZodType): string {
  if (issue.code !== 'unrecognized_keys') return issue.message
  const names = listNames(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), issue.path)
  return `unknown setting ${issue.keys.join(', ')}; there are: ${names.join(', ')}`
}

/** What may be set at a place of a schema. */
function listNames(schema: z.core.JSONSchema.BaseSchema, path: readonly PropertyKey[]): readonly string[] {
  const [first, ...rest] = path
  if (first === undefined) return Object.keys(schema.properties ?? {})
  const next = typeof first === 'number' ? schema.items : schema.properties?.[String(first)]
  return typeof next === 'object' && !Array.isArray(next) ? listNames(next, rest) : []
}
