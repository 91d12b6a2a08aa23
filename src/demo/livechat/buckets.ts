import { addDays, listDates, localHour, startOfDay } from './calendar.ts'

/** Unix seconds; `to` is exclusive. */
export interface Span {
  readonly from: number
  readonly to: number
}

export interface Bucket {
  readonly key: string
  /** Two for an hour that occurs twice at a DST transition, none for one that is skipped. */
  readonly spans: readonly Span[]
  /** First and last date of a month; only months have them. */
  readonly bounds?: { readonly begin: string; readonly end: string }
}

export interface DateRange {
  readonly from: string
  readonly to: string
}

export type Grouping = 'hour' | 'day' | 'month'

type Cut = (range: DateRange, zone: string) => readonly Bucket[]

const quarterHour = 900

export const spanOfDates = ({ from, to }: DateRange, zone: string): Span => ({
  from: startOfDay(zone, from),
  to: startOfDay(zone, addDays(to, 1)),
})

const cutDays: Cut = ({ from, to }, zone) =>
  listDates(from, to).map((date) => ({ key: date, spans: [spanOfDates({ from: date, to: date }, zone)] }))

const cutMonths: Cut = ({ from, to }, zone) => {
  const months = new Map<string, NonNullable<Bucket['bounds']>>()
  for (const date of listDates(from, to)) {
    const month = date.slice(0, 7)
    months.set(month, { begin: months.get(month)?.begin ?? date, end: date })
  }
  return [...months].map(([key, bounds]) => ({
    key,
    bounds,
    spans: [spanOfDates({ from: bounds.begin, to: bounds.end }, zone)],
  }))
}

/** The 24 clock hours of one day, also when the day has 23 or 25 hours. */
const cutHours: Cut = (range, zone) => {
  const { from, to } = spanOfDates(range, zone)
  const hours = new Map<string, Span[]>()
  for (let hour = 0; hour < 24; hour += 1) hours.set(`${String(hour).padStart(2, '0')}:00`, [])
  for (let start = from; start < to; start += quarterHour) {
    const spans = hours.get(localHour(zone, start)) ?? []
    const previous = spans.at(-1)
    if (previous?.to === start) spans[spans.length - 1] = { from: previous.from, to: start + quarterHour }
    else spans.push({ from: start, to: start + quarterHour })
  }
  return [...hours].map(([key, spans]) => ({ key, spans }))
}

export const cutBuckets = { hour: cutHours, day: cutDays, month: cutMonths } satisfies Record<Grouping, Cut>
