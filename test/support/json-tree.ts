/** JSON whose numbers keep their spelling and whose objects may name a field twice: a leaf is its text. */
export type JsonTree = string | { readonly list: readonly Entry[] } | { readonly fields: readonly Entry[] }

/** What a list or an object holds; in a list its name is its place. */
export type Entry = readonly [name: string, value: JsonTree]

export function toTree(value: unknown): JsonTree {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([name, child]): Entry => [name, toTree(child)])
  return Array.isArray(value) ? { list: entries } : { fields: entries }
}

export function writeTree(tree: JsonTree): string {
  if (typeof tree === 'string') return tree
  if ('list' in tree) return `[${tree.list.map(([, value]) => writeTree(value)).join(',')}]`
  return `{${tree.fields.map(([name, value]) => `${JSON.stringify(name)}:${writeTree(value)}`).join(',')}}`
}

export const countEntries = (tree: JsonTree): number =>
  1 + entriesOf(tree).reduce((sum, [, value]) => sum + countEntries(value), 0)

export const entriesOf = (tree: JsonTree): readonly Entry[] =>
  typeof tree === 'string' ? [] : 'list' in tree ? tree.list : tree.fields

/** Puts other entries in the place of the n-th one, counted from the root, which is 0. */
export function changeEntry(entry: Entry, place: number, change: (entry: Entry) => readonly Entry[]): readonly Entry[] {
  if (place === 0) return change(entry)
  const [name, tree] = entry
  let left = place - 1
  const entries = entriesOf(tree).flatMap((child) => {
    const size = countEntries(child[1])
    const changed = left >= 0 && left < size ? changeEntry(child, left, change) : [child]
    left -= size
    return changed
  })
  return [[name, typeof tree === 'string' ? tree : 'list' in tree ? { list: entries } : { fields: entries }]]
}
