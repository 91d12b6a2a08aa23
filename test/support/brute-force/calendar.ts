/** Epoch milliseconds, the end left out. */
export interface Bucket {
  readonly start: number
  readonly end: number
}

export type Granularity = 'HOUR' | 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR'

/** A wall clock: `mapping` shows its figures as if they were UTC, `offset` is how far it is ahead of UTC. */
interface WallClock {
  readonly mapping: Date
  readonly offset: number
}

// No zone has changed its clock off a quarter hour of UTC since 2023 (until then Antarctica/Casey did, at 00:01).
const quarterHour = 900_000
const day = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

const labels: Readonly<Record<Granularity, (clock: WallClock) => string>> = {
  // With the offset, the second pass of a repeated hour has a label of its own.
  HOUR: ({ mapping, offset }) => `${mapping.toISOString().slice(0, 13)} ${offset}`,
  DAY: ({ mapping }) => dateOf(mapping),
  WEEK: ({ mapping }) => dateOf(new Date(mapping.getTime() - ((mapping.getUTCDay() + 6) % 7) * day)),
  MONTH: ({ mapping }) => mapping.toISOString().slice(0, 7),
  QUARTER: ({ mapping }) => `${mapping.getUTCFullYear()} ${Math.floor(mapping.getUTCMonth() / 3)}`,
  YEAR: ({ mapping }) => `${mapping.getUTCFullYear()}`,
}

const walked = new Map<string, readonly Bucket[]>()

/** The buckets that cover the range, oldest first; memoized, because many tests use the same range. */
export function bucketsOf(range: Bucket, granularity: Granularity, timeZone: string): readonly Bucket[] {
  const key = [range.start, range.end, granularity, timeZone].join()
  const buckets = walked.get(key) ?? walkBuckets(range, granularity, timeZone)
  walked.set(key, buckets)
  return buckets
}

/** A walk in quarter hours that opens a bucket at each label never seen. */
function walkBuckets(range: Bucket, granularity: Granularity, timeZone: string): readonly Bucket[] {
  const seen = new Set<string>()
  const starts: number[] = []
  const first = Math.floor(range.start / quarterHour) * quarterHour
  // The walk begins a day early, so that a date seen shortly before the range does not open in it again.
  for (let instant = first - day; instant < range.end; instant += quarterHour) {
    const label = labels[granularity](readClock(instant, timeZone))
    if (!seen.has(label)) starts.push(instant)
    seen.add(label)
  }
  return starts
    .map((start, index) => ({
      start: Math.max(start, range.start),
      end: Math.min(starts[index + 1] ?? range.end, range.end),
    }))
    .filter(({ start, end }) => start < end)
}

/** From the first instant of `first` to the first instant of the day after `last` (both `YYYY-MM-DD`). */
export function dayRange(first: string, last: string, timeZone: string): Bucket {
  const dayAfter = dateOf(new Date(Date.parse(last) + day))
  return { start: firstInstantOf(first, timeZone), end: firstInstantOf(dayAfter, timeZone) }
}

function firstInstantOf(date: string, timeZone: string): number {
  let instant = Date.parse(date) - day
  while (dateOf(readClock(instant, timeZone).mapping) < date) instant += quarterHour
  return instant
}

const offsets = new Map<string, Map<number, number>>()

/** Intl is slow, and the same quarter hours are walked again and again. */
function readClock(instant: number, timeZone: string): WallClock {
  const known = offsets.get(timeZone) ?? new Map<number, number>()
  const offset = known.get(instant) ?? readOffset(instant, timeZone)
  offsets.set(timeZone, known.set(instant, offset))
  return { mapping: new Date(instant + offset), offset }
}

function readOffset(instant: number, timeZone: string): number {
  const part: Record<string, number> = {}
  for (const { type, value } of formatIn(timeZone).formatToParts(instant)) part[type] = Number(value)
  const { year = 0, month = 1, day: dayOfMonth = 1, hour = 0, minute = 0 } = part
  return Date.UTC(year, month - 1, dayOfMonth, hour, minute) - instant
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  formats.set(timeZone, format)
  return format
}

function dateOf(mapping: Date): string {
  return mapping.toISOString().slice(0, 10)
}
