import { reject } from './error-response.ts'

/** Unix seconds; `until` is exclusive. */
export interface Range {
  readonly since: number
  readonly until: number
}

/** The value of a parameter; '' if it is missing. */
export function readText(query: URLSearchParams, name: string): string {
  if (query.has(`${name}[]`)) reject('serverError')
  return query.getAll(name).at(-1) ?? ''
}

export const isBlank = (text: string): boolean => text.trim() === ''

/** Null if a bound is missing: Chatwoot has no default range. */
export function readRange(query: URLSearchParams): Range | null {
  const since = readText(query, 'since')
  const until = readText(query, 'until')
  return isBlank(since) || isBlank(until) ? null : { since: parseInstant(since), until: parseInstant(until) }
}

/**
 * A filter by one id or, as `name[]`, by several ids. A value that is not a number is 0; without values everything
 * passes.
 */
export function readChoice(query: URLSearchParams, name: string): (id: number | null) => boolean {
  const several = query.getAll(`${name}[]`)
  const texts = several.length > 0 ? several : [readText(query, name)].filter((text) => !isBlank(text))
  const ids = new Set<number | null>(texts.map(castInteger))
  return (id) => ids.size === 0 || ids.has(id)
}

/** Pages are numbered from 1. An invalid page number is the first page. */
export function readPage<T>(query: URLSearchParams, list: readonly T[]): readonly T[] {
  const rowsPerPage = 25
  const page = Math.max(1, castInteger(readText(query, 'page')))
  return list.slice((page - 1) * rowsPerPage, page * rowsPerPage)
}

/** All other values are true, including `no`. */
const falseTexts = new Set(['', '0', 'f', 'F', 'false', 'FALSE', 'off', 'OFF'])

export const readBoolean = (query: URLSearchParams, name: string): boolean => !falseTexts.has(readText(query, name))

/** Like `to_i` in Ruby: parses the leading digits; 0 if there are none. */
export const castInteger = (text: string): number => Number.parseInt(text, 10) || 0

/** Like `to_f` in Ruby: 0 if the value is not a number. */
export function castFloat(text: string): number {
  const number = Number.parseFloat(text)
  return Number.isFinite(number) ? number : 0
}

/** The last second that both PostgreSQL and JavaScript can represent as a date. */
const latestInstant = 8_640_000_000_000

/**
 * Like `strptime('%s')` in Ruby: characters after the digits are ignored, so 2026-03-10 is 2,026 seconds after 1970.
 */
function parseInstant(text: string): number {
  const digits = /^[-+]?\d+/.exec(text)
  const instant = digits ? Number(digits[0]) : Number.NaN
  return Math.abs(instant) <= latestInstant ? instant : reject('serverError')
}
