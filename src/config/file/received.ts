/** What kind of value was received. Never the value: a secret may have been written in the wrong place. */
export function describeKind(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return (
    { string: 'text', number: 'a number', boolean: 'a boolean', object: 'a mapping' }[typeof value as string] ??
    'no value'
  )
}

/** Numbers and booleans as they are, for settings that are never secret. */
export const describeNumber = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : describeKind(value)
