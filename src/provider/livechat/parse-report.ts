import { z } from 'zod'
import { GapError } from '../../report/port/error.ts'
import { parseJson } from '../../upstream/parse-json.ts'
import { type Figure, isAmount, isRecord, readFigure, toUnit } from './figures.ts'
import type { LiveChatReport } from './reports.ts'

/** How the buckets of an answer are named. Read off the answer: a single day comes by the hour, asked or not. */
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

/** Reads an answer's buckets into the gateway's units; throws GapError BAD_RESPONSE for any other form. */
export function parseReport(text: string, report: LiveChatReport): ReportBody {
  // Before it is parsed: to make an object of hundreds of thousands of keys takes seconds.
  if (countLabels(text) > maxBuckets)
    throw new GapError('BAD_RESPONSE', `the response has more than ${maxBuckets} buckets`)
  // Entries, never keys assigned to an object: a bucket named `__proto__` would vanish there.
  const entries = Object.entries(parseJson(text, body))
  const form = forms.find(([, pattern]) => entries.every(([key]) => pattern.test(key)))?.[0]
  if (!form || entries.length === 0)
    throw new GapError('BAD_RESPONSE', 'the response has no buckets, or buckets of several forms')
  if (report.form === 'ranking') throw new Error('A ranking has no buckets')
  // A parser keeps the last of two equal keys without a word.
  if (countLabels(text) !== entries.length)
    throw new GapError('BAD_RESPONSE', 'the response contains a duplicate bucket')
  const read = readers[report.form](report, form, entries)
  return { form, figures: new Map(entries.map(([key, bucket]) => [key, read(bucket)])) }
}

const countLabels = (text: string): number => text.match(labels)?.length ?? 0

type Read = (bucket: unknown) => Readonly<Record<string, number | null>>
type ReadFor = (report: LiveChatReport, form: KeyForm, entries: readonly (readonly [string, unknown])[]) => Read

const readers: Readonly<Record<Exclude<LiveChatReport['form'], 'ranking'>, ReadFor>> = {
  figures:
    ({ figures }) =>
    (bucket) => {
      if (!isRecord(bucket)) throw badFigure()
      return Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, requireFigure(bucket, figure)]))
    },
  duration: (_, form, entries) => {
    const hours = form === 'day' ? secondsOf.hours : toHoursOfOneDay(entries)
    return (bucket) => {
      if (!isRecord(bucket)) throw badFigure()
      if (bucket.minutes !== undefined) return { seconds: requireNumber(bucket.minutes, secondsOf.minutes) }
      return { seconds: requireNumber(bucket.hours, hours) }
    }
  },
  occupancy: () => (bucket) => ({ chats: requireNumber(bucket, 1) }),
}

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

const badFigure = () => new GapError('BAD_RESPONSE', 'a bucket does not contain the documented figures')
