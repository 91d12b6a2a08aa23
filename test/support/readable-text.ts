import { parseSync, visitorKeys } from 'oxc-parser'

export interface Passage {
  readonly line: number
  readonly text: string
}

type Part = 'messages' | 'comments' | 'names'

/** What is checked of a TypeScript file. */
const checkedParts: readonly Part[] = ['messages']

interface Found {
  readonly part: Part
  readonly start: number
  readonly text: string
}

interface Node {
  readonly type: string
  readonly start: number
  readonly [property: string]: unknown
}

const isNode = (value: unknown): value is Node => typeof Object(value).type === 'string'

function* readNode(node: Node): Generator<Found> {
  const { type, start, value, name } = node
  if (type === 'Literal' && typeof value === 'string') yield { part: 'messages', start, text: value }
  if (type === 'TemplateElement') yield { part: 'messages', start, text: String(Object(value).cooked) }
  if (type === 'Identifier') yield { part: 'names', start, text: String(name).replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ') }
  for (const property of visitorKeys[type] ?? []) {
    // The path of an import is a name, not a message.
    if (property !== 'source') for (const child of [node[property]].flat()) if (isNode(child)) yield* readNode(child)
  }
}

function* readTypeScript(path: string, code: string): Generator<Found> {
  const { program, comments } = parseSync(path, code)
  for (const { start, value } of comments) yield { part: 'comments', start, text: value }
  for (const statement of program.body) if (isNode(statement)) yield* readNode(statement)
}

/** The text of a file that people read: all of a document, the messages of a TypeScript file. */
export function listPassages(path: string, content: string): readonly Passage[] {
  if (!path.endsWith('.ts')) return [{ line: 1, text: content }]
  return [...readTypeScript(path, content)]
    .filter(({ part }) => checkedParts.includes(part))
    .map(({ start, text }) => ({ line: countLines(content.slice(0, start)), text }))
}

export const countLines = (text: string): number => text.split('\n').length
