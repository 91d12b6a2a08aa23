/** How one figure is found in a bucket of an answer, and what brings it to the gateway's unit. */
export interface Figure {
  readonly path: readonly string[]
  readonly factor: number
  /** A counter that is missing is 0; a measurement that is missing is null, for nothing was measured. */
  readonly whenMissing: 0 | null
  /** Where this stands 0, nothing was measured, whatever the figure says. */
  readonly countedBy?: readonly string[]
}

export const counter = (path: string): Figure => ({ path: path.split('.'), factor: 1, whenMissing: 0 })
export const measurement = (path: string, countedBy: string, factor = 1): Figure => ({
  path: path.split('.'),
  factor,
  whenMissing: null,
  countedBy: countedBy.split('.'),
})

/** Seconds in the hours that tickets are measured in. */
export const secondsAnHour = 3600

/** Reads a figure of a bucket; undefined when what stands there is not a number. */
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

/** What stands at a path; no number where something else than an object is on the way. */
function follow(bucket: unknown, path: readonly string[]): unknown {
  return path.reduce((value, name) => {
    if (value === undefined || value === null) return value
    if (!isRecord(value)) return Number.NaN
    return Object.hasOwn(value, name) ? value[name] : undefined
  }, bucket)
}

/** What can have been counted or measured: JSON's numbers may be negative, and 1e400 reads as infinite. */
export const isAmount = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER

/** Rounded to a millionth, so that 7.85 hours are 28,260 seconds and not a hair more. */
export const toUnit = (value: number, factor: number): number =>
  factor === 1 ? value : Math.round(value * factor * 1e6) / 1e6

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
