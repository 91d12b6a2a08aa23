import { parse as parseYaml } from 'yaml'

export type Environment = Readonly<Record<string, string | undefined>>

/** A variable's trimmed value; undefined when it is not set. */
export type ReadVariable = (name: string) => string | undefined

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
      return readFile(path).trim()
    } catch {
      report(`${name}_FILE: the file cannot be read`)
      return undefined
    }
  }
}

/** Reads YAML in whose texts `${NAME}` stands for a variable. */
export function readYaml(text: () => string, read: ReadVariable, report: (problem: string) => void): unknown {
  const fill = (value: string) =>
    value.replace(/\$\{(\w+)\}/g, (_, name: string) => {
      const variable = read(name)
      if (variable === undefined) report(`GATEWAY_CONFIG: \${${name}} is not set`)
      return variable ?? ''
    })
  let content: string
  try {
    content = text()
  } catch {
    report('GATEWAY_CONFIG: the file cannot be read')
    return {}
  }
  try {
    return parseYaml(content, (_, value) => (typeof value === 'string' ? fill(value) : value))
  } catch {
    report('GATEWAY_CONFIG: the file is no YAML')
    return {}
  }
}
