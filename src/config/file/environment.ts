import { describeFileError } from './messages.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Stands for a value that could not be read, which has been reported: nothing else is reported about it. */
export const unread: unique symbol = Symbol('unread')

/** The trimmed value of a variable; undefined if it is not set or empty. */
export type ReadVariable = (name: string) => string | typeof unread | undefined

/** Reads variables, each of which may be given as a file instead: `NAME_FILE` reads a mounted secret. */
export function createVariableReader(
  environment: Environment,
  readFile: (path: string) => string,
  report: (problem: string) => void,
): ReadVariable {
  return (name) => {
    const path = environment[`${name}_FILE`]
    if (!path) return environment[name]?.trim() || undefined
    try {
      const text = readFile(path).trim()
      if (text) return text
      report(`${name}_FILE: the file ${path} is empty`)
    } catch (error) {
      report(`${name}_FILE: ${describeFileError(path, error)}`)
    }
    return unread
  }
}
