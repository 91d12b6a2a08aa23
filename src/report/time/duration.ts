import { day, hour, minute } from './date.ts'

export type DurationUnit = 'DAY' | 'WEEK' | 'MONTH' | 'YEAR' | 'HOUR' | 'MINUTE' | 'SECOND'

export interface WholeDuration {
  readonly amount: number
  readonly unit: DurationUnit
}

const dateUnits: Readonly<Record<string, DurationUnit>> = { D: 'DAY', W: 'WEEK', M: 'MONTH', Y: 'YEAR' }
const timeUnits: Readonly<Record<string, DurationUnit>> = { H: 'HOUR', M: 'MINUTE', S: 'SECOND' }

/** Reads an ISO 8601 duration of one whole unit (`P30D`, `PT24H`); undefined for any other text. */
export function parseDuration(text: string): WholeDuration | undefined {
  const [, date, dateUnit = '', time, timeUnit = ''] =
    /^P(?:([1-9]\d{0,4})([DWMY])|T([1-9]\d{0,4})([HMS]))$/.exec(text) ?? []
  const unit = date ? dateUnits[dateUnit] : timeUnits[timeUnit]
  return unit && { amount: Number(date ?? time), unit }
}

const fixedLengths: Readonly<Partial<Record<DurationUnit, number>>> = {
  SECOND: 1000,
  MINUTE: minute,
  HOUR: hour,
  DAY: day,
  WEEK: 7 * day,
}

/** Milliseconds of a duration whose unit has one length; undefined for months and years. */
export function toMilliseconds({ amount, unit }: WholeDuration): number | undefined {
  const length = fixedLengths[unit]
  return length === undefined ? undefined : amount * length
}

/** Whole seconds, rounded up: to wait this long is never too short. */
export const printSeconds = (milliseconds: number): string => `PT${Math.max(1, Math.ceil(milliseconds / 1000))}S`
