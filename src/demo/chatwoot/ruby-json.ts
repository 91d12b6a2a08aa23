/** A Ruby Float: a whole one is printed as `27401.0`. A plain number is a Ruby Integer. */
interface Float {
  readonly float: number
}

export type RubyValue =
  | null
  | boolean
  | number
  | string
  | Float
  | readonly RubyValue[]
  | { readonly [name: string]: RubyValue }

/** JSON as Rails writes it. */
export function printJson(value: RubyValue): string {
  if (typeof value === 'string') return printText(value)
  if (value === null || typeof value !== 'object') return String(value)
  if (isList(value)) return `[${value.map(printJson).join(',')}]`
  if (isFloat(value)) return Number.isInteger(value.float) ? `${value.float}.0` : String(value.float)
  const members = Object.entries(value).map(([name, member]) => `${printText(name)}:${printJson(member)}`)
  return `{${members.join(',')}}`
}

const isList = (value: RubyValue): value is readonly RubyValue[] => Array.isArray(value)

const isFloat = (value: Float | { readonly [name: string]: RubyValue }): value is Float => 'float' in value

const printText = (text: string): string =>
  JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (character) => {
    const code = character.charCodeAt(0).toString(16)
    return `\\u${code.padStart(4, '0')}`
  })
