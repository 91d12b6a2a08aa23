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
