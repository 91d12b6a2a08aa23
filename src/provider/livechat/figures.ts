import { isRecord } from '../../upstream/parse-json.ts'

/** Where a bucket has a figure, and the factor that converts it to the gateway's unit. */
export interface Figure {
  readonly path: readonly string[]
  readonly factor: number
  /** A missing counter is 0; a missing measurement is null. */
  readonly whenMissing: 0 | null
  /** If the number at this path is 0, nothing was measured and the figure is null. */
  readonly countedBy?: readonly string[]
}

export const counter = (path: string): Figure => ({ path: path.split('.'), factor: 1, whenMissing: 0 })
export const measurement = (path: string, countedBy: string, factor = 1): Figure => ({
  path: path.split('.'),
  factor,
  whenMissing: null,
  countedBy: countedBy.split('.'),
})

/** Ticket times are in hours. */
export const secondsAnHour = 3600

/** Reads a figure of a bucket; undefined if it is not a valid number. */
export function readFigure(
  bucket: unknown,
  { path, factor, whenMissing, countedBy }: Figure,
): number | null | undefined {
  const value = follow(bucket, path)
  if (value === undefined || (value === null && whenMissing === null)) return whenMissing
  if (countedBy && follow(bucket, countedBy) === 0) return null
  const isFigure = isAmount(value) && (whenMissing === null || Number.isInteger(value))
  return isFigure ? toUnit(value, factor) : undefined
}

/** The value at a path; NaN if something on the way is not an object. */
function follow(bucket: unknown, path: readonly string[]): unknown {
  return path.reduce((value, name) => {
    if (value === undefined || value === null) return value
    if (!isRecord(value)) return Number.NaN
    return Object.hasOwn(value, name) ? value[name] : undefined
  }, bucket)
}

/** A possible count or measurement: JSON numbers can be negative, and 1e400 is parsed as Infinity. */
export const isAmount = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER

/** Rounded to a millionth, so that 7.85 hours are exactly 28,260 seconds. */
export const toUnit = (value: number, factor: number): number =>
  factor === 1 ? value : Math.round(value * factor * 1e6) / 1e6
