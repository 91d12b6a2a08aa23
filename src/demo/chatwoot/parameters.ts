import { refuse } from './refusal.ts'

/** Unix seconds, `until` excluded. */
export interface Range {
  readonly since: number
  readonly until: number
}

/** The text of a parameter, '' when it is missing. */
export function readText(query: URLSearchParams, name: string): string {
  if (query.has(`${name}[]`)) refuse('serverError')
  return query.getAll(name).at(-1) ?? ''
}

export const isBlank = (text: string): boolean => text.trim() === ''

/** Null when either bound is missing: Chatwoot has no default range. */
export function readRange(query: URLSearchParams): Range | null {
  const since = readText(query, 'since')
  const until = readText(query, 'until')
  return isBlank(since) || isBlank(until) ? null : { since: parseInstant(since), until: parseInstant(until) }
}

/** A filter by one id or, as `name[]`, by several: a text that is no number is 0, and none at all lets everything pass. */
export function readChoice(query: URLSearchParams, name: string): (id: number | null) => boolean {
  const several = query.getAll(`${name}[]`)
  const texts = several.length > 0 ? several : [readText(query, name)].filter((text) => !isBlank(text))
  const ids = new Set<number | null>(texts.map(castInteger))
  return (id) => ids.size === 0 || ids.has(id)
}

/** Pages begin with 1; whatever is no page is the first. */
export function readPage<T>(query: URLSearchParams, list: readonly T[]): readonly T[] {
  const rowsPerPage = 25
  const page = Math.max(1, castInteger(readText(query, 'page')))
  return list.slice((page - 1) * rowsPerPage, page * rowsPerPage)
}

/** Everything but these is true, `no` included. */
const falseTexts = new Set(['', '0', 'f', 'F', 'false', 'FALSE', 'off', 'OFF'])

export const readBoolean = (query: URLSearchParams, name: string): boolean => !falseTexts.has(readText(query, name))

/** As Ruby's to_i: the digits in front count, no digits are 0. */
export const castInteger = (text: string): number => Number.parseInt(text, 10) || 0

/** As Ruby's to_f: text that is no number is 0. */
export function castFloat(text: string): number {
  const number = Number.parseFloat(text)
  return Number.isFinite(number) ? number : 0
}

/** The last second that PostgreSQL, and JavaScript, can hold as a date. */
const latestInstant = 8_640_000_000_000

/** As Ruby's strptime('%s'): rubbish behind the digits is ignored, so 2026-03-10 is 2,026 seconds after 1970. */
function parseInstant(text: string): number {
  const digits = /^[-+]?\d+/.exec(text)
  const instant = digits ? Number(digits[0]) : Number.NaN
  return Math.abs(instant) <= latestInstant ? instant : refuse('serverError')
}
