const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist: a part of its path is not a directory',
  EACCES: 'may not be read (permission denied)',
  EPERM: 'may not be read (permission denied)',
  EISDIR: 'is a directory',
}

/** Why a file could not be read, such as "the file gateway.yaml does not exist". */
export function describeFileError(path: string, error: unknown): string {
  const code = String(Object(error).code ?? 'unknown reason')
  return `the file ${path} ${reasons[code] ?? `cannot be read (${code})`}`
}

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

/** The name that was probably meant: the closest by edits, at most two of them. */
export function suggest(written: string, names: readonly string[]): string | undefined {
  const distances = names.map((name) => ({ name, distance: countEdits(written.toLowerCase(), name.toLowerCase()) }))
  const [closest] = distances.toSorted((one, other) => one.distance - other.distance)
  return closest && closest.distance <= Math.min(2, closest.name.length - 1) ? closest.name : undefined
}

/** Levenshtein distance, a row of the table at a time. */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [line, letter] of [...from.slice(0, 50)].entries()) {
    const next = [line + 1]
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}

/** Which setting names an entry of a list in the file. */
const nameSettings: Readonly<Record<string, string>> = { sources: 'id', clients: 'name' }

/** The path of a setting in the file, such as `sources.support.accountId`: an entry without a name has its position. */
export function writePath(file: unknown, path: readonly PropertyKey[]): string {
  let value = file
  return path
    .map((key) => {
      value = Object(value)[key]
      const name = Object(value)[nameSettings[String(path[0])] ?? '']
      return typeof key === 'number' && typeof name === 'string' && /^[\w.:-]{1,50}$/.test(name) ? name : String(key)
    })
    .join('.')
}
