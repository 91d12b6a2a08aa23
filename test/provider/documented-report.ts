/** A body of the vendor's page, mended where its JSON is cut or broken, and what it means. */
export interface DocumentedReport {
  readonly path: string
  /** The whole query that must be sent. */
  readonly query: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
  /** Values of the buckets, by metric. */
  readonly values: Readonly<Record<string, readonly (number | null)[]>>
}

export const days = (first: string, last = first, rest: Readonly<Record<string, string>> = {}) => ({
  date_from: first,
  date_to: last,
  ...rest,
})
export const byDay = { group_by: 'day', timezone: 'UTC' }
export const byHour = { group_by: 'hour', timezone: 'UTC' }

/** A day's hours, with zeros where the page leaves hours out. */
export function toHours(counts: Readonly<Record<number, number>>): readonly number[] {
  return Array.from({ length: 24 }, (_, hour) => counts[hour] ?? 0)
}

const toLabel = (hour: number): string => `${String(hour).padStart(2, '0')}:00`
export const labelHours = <T>(
  values: readonly number[],
  prefix: string,
  toBucket: (value: number) => T,
): Record<string, T> => Object.fromEntries(values.map((value, hour) => [prefix + toLabel(hour), toBucket(value)]))
