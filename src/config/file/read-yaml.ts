import { LineCounter, parseDocument } from 'yaml'
import { type ReadVariable, unread } from './environment.ts'
import { describeFileError, describeKind } from './messages.ts'

/** Reads a file of settings in which `${NAME}` stands for a variable; undefined if it has no settings, as reported. */
export function readYaml(
  path: string,
  readFile: (path: string) => string,
  read: ReadVariable,
  report: (problem: string) => void,
): Readonly<Record<string, unknown>> | undefined {
  const fail = (problem: string) => void report(`GATEWAY_CONFIG: ${problem}`)

  /** The value of `${NAME}` in a text, or `unread` for the whole text. */
  function fill(text: string): string | typeof unread {
    const values = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => {
      const value = read(name)
      if (value === undefined)
        fail(`\${${name}} is not set; set the environment variable ${name}, or ${name}_FILE to read it from a file`)
      return typeof value === 'string' ? value : unread
    })
    return values.includes(unread) ? unread : text.replace(/\$\{\w+\}/g, () => String(values.shift()))
  }

  let content: string
  try {
    content = readFile(path)
  } catch (error) {
    return fail(describeFileError(path, error))
  }
  const { line, column, reason, settings } = parse(content, fill)
  if (reason !== undefined) return fail(`${path}${line ? `, line ${line}, column ${column}` : ''}: ${reason}`)
  if (settings === null || settings === undefined)
    return fail(`${path} is empty; it needs at least one setting, such as sources`)
  if (typeof settings !== 'object' || Array.isArray(settings))
    return fail(`${path} must be a mapping of settings, such as "timeZone: UTC"; received ${describeKind(settings)}`)
  return settings as Readonly<Record<string, unknown>>
}

interface Parsed {
  readonly settings?: unknown
  readonly reason?: string
  readonly line?: number
  readonly column?: number
}

function parse(content: string, fill: (text: string) => unknown): Parsed {
  const lines = new LineCounter()
  // Pretty errors quote the file, which may hold secrets.
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false })
  const [error] = [...document.errors, ...document.warnings]
  if (error) {
    const { line, col } = lines.linePos(error.pos[0])
    return { reason: toReason(error), line, column: col }
  }
  try {
    return { settings: document.toJS({ reviver: (_, value) => (typeof value === 'string' ? fill(value) : value) }) }
  } catch (unresolved) {
    return { reason: toReason(unresolved) }
  }
}

/** The parser's sentence, without the part of the file that some of them end with. */
const toReason = (error: unknown): string => String(Object(error).message).split(/[:;\n]/, 1)[0] ?? ''
