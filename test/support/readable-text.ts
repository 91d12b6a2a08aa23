import { parseSync, visitorKeys } from 'oxc-parser'

export interface Passage {
  readonly line: number
  readonly text: string
}

/** Parts of a TypeScript file. */
export type Part = 'messages' | 'comments' | 'names' | 'titles'

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

/** True for `it`, `describe` and calls and members of them, such as `it.each(cases)`. */
function isTestFunction(callee: unknown): boolean {
  if (!isNode(callee)) return false
  if (callee.type === 'Identifier') return callee.name === 'it' || callee.name === 'describe'
  return isTestFunction(callee.type === 'MemberExpression' ? callee.object : callee.callee)
}

function* readNode(node: Node): Generator<Found> {
  const { type, start, value, name } = node
  if (type === 'Literal' && typeof value === 'string') yield { part: 'messages', start, text: value }
  if (type === 'TemplateElement') yield { part: 'messages', start, text: String(Object(value).cooked) }
  if (type === 'Identifier') yield { part: 'names', start, text: String(name).replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ') }
  if (type === 'CallExpression' && isTestFunction(node.callee)) {
    const [title] = [node.arguments].flat()
    if (isNode(title) && typeof title.value === 'string')
      yield { part: 'titles', start: title.start, text: title.value }
  }
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

/** The text of a file that people read: all of a document, some parts of a TypeScript file. */
export function listPassages(path: string, content: string, parts: readonly Part[]): readonly Passage[] {
  if (!path.endsWith('.ts')) return [{ line: 1, text: content }]
  return [...readTypeScript(path, content)]
    .filter(({ part }) => parts.includes(part))
    .map(({ start, text }) => ({ line: countLines(content.slice(0, start)), text }))
}

export const countLines = (text: string): number => text.split('\n').length
