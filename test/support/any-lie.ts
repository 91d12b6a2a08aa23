import fc from 'fast-check'
import { changeEntry, countEntries, type Entry, entriesOf, type JsonTree, toTree, writeTree } from './json-tree.ts'

/** What an upstream that lies makes of a right answer. */
export type Lie = (right: string) => string

/** What it says in place of a value. */
const leaves = [
  ...['null', 'true', 'NaN', '""', '"NaN"', '"3"', '"-3"', '0', '0.0', '7', '-3', '3.5', '1e400', '1e17', '-0'],
  ...['[]', '{}', '[3]', '[null]', '{"error":"Internal Server Error"}', '{"__proto__":{"polluted":true}}'],
]
const names = ['__proto__', 'constructor', 'toString', 'value', 'error', '0', '2026-03-28', '00:00']

const rebuild = (tree: JsonTree, order: (entries: readonly Entry[]) => readonly Entry[]): JsonTree =>
  typeof tree === 'string' ? tree : 'list' in tree ? { list: order(tree.list) } : { fields: order(tree.fields) }

/** What becomes of one entry of the answer. */
type Change = (entry: Entry) => readonly Entry[]

const toAnyChange = (secrets: readonly string[]): fc.Arbitrary<Change> =>
  fc.oneof(
    fc.constantFrom(...leaves, ...secrets.map((secret) => JSON.stringify(secret))).map(
      (leaf): Change =>
        ([name]) => [[name, leaf]],
    ),
    fc.integer({ min: -86_400, max: 86_400 }).map(
      (by): Change =>
        ([name, tree]) => [[name, isNumber(tree) ? String(Number(tree) + by) : tree]],
    ),
    fc.constantFrom(3600, -3600, 86_400, -86_400, 1, -1).map(
      (by): Change =>
        ([name, tree]) => [[name, isNumber(tree) ? String(Number(tree) + by) : tree]],
    ),
    fc.constantFrom(...names, ...secrets).map(
      (other): Change =>
        ([, tree]) => [[other, tree]],
    ),
    fc.constantFrom<Change>(
      () => [],
      (entry) => [entry, entry],
      ([name, tree]) => [[name, { list: [['0', tree]] }]],
      ([name, tree]) => [[name, { fields: [['payload', tree]] }]],
      ([name, tree]) => [[name, rebuild(tree, (entries) => entries.toReversed())]],
      ([name, tree]) => [[name, rebuild(tree, (entries) => [...entries, ...entries.slice(0, 1)])]],
      ([name, tree]) => [[name, rebuild(tree, (entries) => entries.slice(1))]],
      ([name, tree]) => [[name, rebuild(tree, (entries) => entries.map(([, value], at) => [names[at] ?? '', value]))]],
      ([name, tree]) => [[name, { fields: [...entriesOf(tree), ['polluted', 'true'], ['error', '"out of order"']] }]],
    ),
  )

const isNumber = (tree: JsonTree): tree is string => typeof tree === 'string' && /^-?\d/.test(tree)

/** Changes a few entries, wherever they are. */
const toAnyChanges = (secrets: readonly string[]): fc.Arbitrary<Lie> =>
  fc
    .array(fc.tuple(fc.nat(), toAnyChange(secrets)), { minLength: 1, maxLength: 3 })
    .map((changes) => (right: string) => {
      const change = (entries: readonly Entry[], [place, of]: (typeof changes)[number]) =>
        entries.flatMap((entry) => changeEntry(entry, place % countEntries(entry[1]), of))
      const root: Entry = ['', toTree(JSON.parse(right))]
      return changes
        .reduce<readonly Entry[]>(change, [root])
        .map(([, tree]) => writeTree(tree))
        .join('')
    })

/** The right answer changed a little, cut, or replaced by something else. */
export const toAnyLie = (secrets: readonly string[]): fc.Arbitrary<Lie> =>
  fc.oneof(
    { weight: 8, arbitrary: toAnyChanges(secrets) },
    { weight: 1, arbitrary: fc.json().map((other) => () => other) },
    { weight: 1, arbitrary: fc.nat(200).map((length) => (right: string) => right.slice(0, -1 - length)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Lie>(
        (right) => `\uFEFF${right}`,
        (right) => right + right,
        (right) => ` \n${right}\n`,
        () => '<!doctype html><title>Sign in</title>',
        () => '',
        () => `{"error":${JSON.stringify(secrets.join())}}`,
        () => `{"errors":["Internal error"]}`,
        () => '['.repeat(5_000),
      ),
    },
  )
