import type { z } from 'zod'
import { unread } from './environment.ts'
import { type JsonSchema, toJsonSchema } from './json-schema.ts'
import { describeKind, suggest } from './messages.ts'

/** Takes one problem of the configuration. Problems never show the text of a setting. */
export type Report = (problem: string) => void

/** Names a setting as the reader wrote it: a variable, or a path in the file. */
export type Locate = (path: readonly PropertyKey[]) => string

/** Checks settings and reports every problem with its location; returns undefined if there is any. */
export const createCheck =
  (report: Report) =>
  <T>(schema: z.ZodType<T>, input: unknown, locate: Locate): T | undefined => {
    const { data, error } = schema.safeParse(input, { error: describeType })
    for (const issue of error?.issues ?? []) {
      const value = issue.path.reduce<unknown>((parent, key) => Object(parent)[key], input)
      const place = locate(issue.path)
      if (value === unread) continue
      if (value === undefined) report(`${place} is missing`)
      else if (value === null) report(`${place} is empty: set a value or remove the setting`)
      else for (const problem of describeIssue(issue, schema)) report([place, problem].filter(Boolean).join(': '))
    }
    return data
  }

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of settings',
}

const describeType: z.core.$ZodErrorMap = ({ code, expected, input }) =>
  code === 'invalid_type'
    ? `must be ${kinds[String(expected)] ?? expected}; received ${describeKind(input)}`
    : undefined

function describeIssue(issue: z.core.$ZodIssue, schema: z.ZodType): readonly string[] {
  if (issue.code !== 'unrecognized_keys') return [issue.message]
  const names = listNames(toJsonSchema(schema), issue.path)
  return issue.keys.map((key) => {
    const meant = suggest(key, names)
    return `unknown setting \`${key}\`${meant ? `, did you mean \`${meant}\`?` : `; the settings here are: ${names.join(', ')}`}`
  })
}

/** The settings that exist at a path of a schema. */
function listNames(schema: JsonSchema, path: readonly PropertyKey[]): readonly string[] {
  const [first, ...rest] = path
  if (first === undefined) return Object.keys(schema.properties ?? {})
  const next = typeof first === 'number' ? schema.items : schema.properties?.[String(first)]
  return typeof next === 'object' && !Array.isArray(next) ? listNames(next, rest) : []
}
