import { z } from 'zod'
import { GapError } from '../../report/port/error.ts'
import { isRecord, parseJson } from '../../upstream/parse-json.ts'

/** How buckets are named. Read from the response: LiveChat may return a single day by the hour although days were requested. */
export type KeyForm = 'day' | 'hour' | 'dayAndHour'

export interface ReportBody {
  readonly form: KeyForm
  readonly figures: ReadonlyMap<string, Readonly<Record<string, number | null>>>
}

const forms: readonly (readonly [KeyForm, RegExp])[] = [
  ['day', /^\d{4}-\d{2}-\d{2}$/],
  ['hour', /^\d{2}:00$/],
  ['dayAndHour', /^\d{4}-\d{2}-\d{2} \d{2}:00$/],
]

const labels = /"[\d: -]+"\s*:/g

const body = z.custom<Record<string, unknown>>(isRecord)

/** A day for each of a hundred years: a report has no more buckets. */
const maxBuckets = 36_600

/** Reads the buckets of a response in the gateway's units; throws GapError BAD_RESPONSE for any other form. */
export function parseReport(text: string, readBuckets: ReadBuckets): ReportBody {
  // Before parsing: creating an object with hundreds of thousands of keys takes seconds.
  const labelCount = text.match(labels)?.length ?? 0
  if (labelCount > maxBuckets) throw new GapError('BAD_RESPONSE', `the response has more than ${maxBuckets} buckets`)
  // Entries, because a bucket named `__proto__` would be lost as a key of an object.
  const entries = Object.entries(parseJson(text, body))
  const form = forms.find(([, pattern]) => entries.every(([key]) => pattern.test(key)))?.[0]
  if (!form || entries.length === 0)
    throw new GapError('BAD_RESPONSE', 'the response has no buckets, or buckets of several forms')
  // JSON.parse silently keeps the last of two equal keys.
  if (labelCount !== entries.length) throw new GapError('BAD_RESPONSE', 'the response contains a duplicate bucket')
  const read = readBuckets(form, entries)
  return { form, figures: new Map(entries.map(([key, bucket]) => [key, read(bucket)])) }
}

type Read = (bucket: unknown) => Readonly<Record<string, number | null>>

/** Reads the figures of each bucket of one response; looks at all buckets first where their unit depends on them. */
export type ReadBuckets = (form: KeyForm, entries: readonly (readonly [string, unknown])[]) => Read

/** Named figures of a bucket. */
export const readFigures = (figures: Readonly<Record<string, Figure>>): ReadBuckets => {
  const entries = Object.entries(figures)
  const known = new Set(entries.map(([, { path }]) => path[0] ?? ''))
  return () => (bucket) => {
    if (!isRecord(bucket)) throw badFigure()
    requireKnown(bucket, known)
    const read: Record<string, number | null> = {}
    for (const [name, figure] of entries) read[name] = requireFigure(bucket, figure)
    return read
  }
}

/** A duration: hours of a day, or minutes of an hour. */
export const readSeconds: ReadBuckets = (form, entries) => {
  const hours = form === 'day' ? secondsOf.hours : toHoursOfOneDay(entries)
  return (bucket) => {
    if (!isRecord(bucket)) throw badFigure()
    if (bucket.minutes !== undefined) return { seconds: requireNumber(bucket.minutes, secondsOf.minutes) }
    return { seconds: requireNumber(bucket.hours, hours) }
  }
}

/** A bare number. */
export const readPeak: ReadBuckets = () => (bucket) => ({ chats: requireNumber(bucket, 1) })

const secondsOf = { hours: 3600, minutes: 60 } as const

/** An hour cannot hold more than one hour: `hours` above 1 in hourly buckets are minutes under another name. */
function toHoursOfOneDay(entries: readonly (readonly [string, unknown])[]): number {
  const values = entries.flatMap(([, bucket]) =>
    isRecord(bucket) && typeof bucket.hours === 'number' ? bucket.hours : [],
  )
  if (values.some((value) => value > 1) || values.every((value) => value === 0)) return secondsOf.minutes
  throw new GapError('BAD_RESPONSE', 'cannot tell whether hourly values are minutes or hours')
}

function requireFigure(bucket: unknown, figure: Figure): number | null {
  const value = readFigure(bucket, figure)
  if (value === undefined) throw badFigure()
  return value
}

function requireNumber(value: unknown, factor: number): number {
  if (!isAmount(value)) throw badFigure()
  return toUnit(value, factor)
}

/** A counter may be missing beside others, and is 0 then; a bucket without any has another shape. */
function requireKnown(bucket: Readonly<Record<string, unknown>>, known: ReadonlySet<string>): void {
  for (const key of known) if (Object.hasOwn(bucket, key)) return
  const found = Object.keys(bucket)
    .slice(0, 5)
    .map((key) => key.slice(0, 40))
  throw new GapError(
    'BAD_RESPONSE',
    `a bucket has ${found.length > 0 ? `the keys ${found.join(', ')}` : 'no keys'} instead of ${[...known].join(', ')}`,
  )
}

const badFigure = () => new GapError('BAD_RESPONSE', 'a bucket does not contain the documented figures')

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
