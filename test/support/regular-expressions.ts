import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type AnyNode, parse } from 'acorn'

/** A regular expression of the built code, or a call that makes one. */
export interface FoundExpression {
  readonly file: string
  readonly line: number
  readonly source: string
  readonly flags: string
}

export interface FoundCall {
  readonly file: string
  /** The first argument as it is written. */
  readonly argument: string
}

const dist = join(import.meta.dirname, '../../dist')

const listFiles = (): readonly string[] =>
  readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => join(entry.parentPath, entry.name))
    // Benchmarks are built there too.
    .filter((path) => !relative(dist, path).startsWith('bench'))

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && typeof (value as { readonly type?: unknown }).type === 'string'

function visit(node: AnyNode, onNode: (node: AnyNode) => void): void {
  onNode(node)
  for (const value of Object.values(node).flat()) if (isNode(value)) visit(value, onNode)
}

/** Every literal and every `RegExp(…)` of the built code, found by a parser. */
export function findExpressions(): {
  readonly literals: readonly FoundExpression[]
  readonly calls: readonly FoundCall[]
} {
  const literals: FoundExpression[] = []
  const calls: FoundCall[] = []
  for (const path of listFiles()) {
    const file = relative(dist, path)
    const text = readFileSync(path, 'utf8')
    visit(parse(text, { ecmaVersion: 'latest', sourceType: 'module', locations: true }), (node) => {
      if (node.type === 'Literal' && node.regex)
        literals.push({ file, line: node.loc?.start.line ?? 0, source: node.regex.pattern, flags: node.regex.flags })
      const isCall = node.type === 'NewExpression' || node.type === 'CallExpression'
      if (!isCall || node.callee.type !== 'Identifier' || node.callee.name !== 'RegExp') return
      const [argument] = node.arguments
      calls.push({ file, argument: argument ? text.slice(argument.start, argument.end) : '' })
    })
  }
  return { literals, calls }
}
