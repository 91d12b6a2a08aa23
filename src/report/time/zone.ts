import { IANAZone } from 'luxon'
import { type CalendarDate, day, hour, type Instant, minute, type Span, utcMidnight } from './date.ts'

/** No zone has a longer name. */
const maxNameLength = 64

/**
 * The time zone that an IANA name means, in any letter case: `Europe/Warsaw` for `europe/warsaw`. Names that Node.js
 * lists are kept, others (`US/Eastern`, `CET`, `GMT`) become the zone that they are links to, so that equal zones share
 * cached rows. Undefined for everything else, offsets and abbreviations that several zones share included.
 */
export function toTimeZone(name: string): string | undefined {
  if (name.length > maxNameLength || !/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return undefined
  const folded = name.toLowerCase()
  const known = spelling.get(folded)
  if (known !== undefined) return known
  if (notOfIana.test(folded) || !IANAZone.isValidZone(name)) return undefined
  const zone = new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone
  spelling.set(folded, zone)
  return zone
}

/** Names of ICU that are not in tzdata: some Node.js releases accept them, and each is also the name of other zones. */
const notOfIana =
  /^(systemv\/.*|act|aet|agt|art|ast|bet|bst|cat|cnt|cst|ctt|eat|ect|iet|ist|jst|mit|net|nst|plt|pnt|prt|pst|sst|vst)$/

/** Zones that Node 20 lists under their former names alone. */
const renamed = [
  'Africa/Asmara',
  'America/Argentina/Buenos_Aires',
  'America/Argentina/Catamarca',
  'America/Argentina/Cordoba',
  'America/Argentina/Jujuy',
  'America/Argentina/Mendoza',
  'America/Atikokan',
  'America/Indiana/Indianapolis',
  'America/Kentucky/Louisville',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Chuuk',
  'Pacific/Kanton',
  'Pacific/Pohnpei',
]

const spelling = new Map(
  ['UTC', ...Intl.supportedValuesOf('timeZone'), ...renamed].map((name) => [name.toLowerCase(), name]),
)

/** A stretch of time in which a zone keeps one offset. */
export interface Stretch extends Span {
  /** Milliseconds east of UTC. */
  readonly offset: number
}

interface Change {
  readonly at: Instant
  readonly offset: number
}

const changesByZone = new Map<string, Map<number, readonly Change[]>>()

/** The stretches of constant offset that cover `from` to `to`, oldest first, cut at both ends. */
export function offsetPeriods(zone: string, from: Instant, to: Instant): Stretch[] {
  const stretches: Stretch[] = []
  let start = from
  let offset = 0
  const lastYear = new Date(to).getUTCFullYear()
  for (let year = new Date(from).getUTCFullYear(); year <= lastYear; year += 1)
    for (const change of changesIn(zone, year)) {
      if (change.at >= to) break
      if (change.at > start && change.offset !== offset) {
        stretches.push({ start, end: change.at, offset })
        start = change.at
      }
      offset = change.offset
    }
  stretches.push({ start, end: to, offset })
  return stretches
}

/** Milliseconds east of UTC at an instant. */
export function offsetAt(zone: string, instant: Instant): number {
  const past = changesIn(zone, new Date(instant).getUTCFullYear()).filter(({ at }) => at <= instant)
  return past.at(-1)?.offset ?? 0
}

/** ISO 8601 with the zone's offset at that instant, e.g. 2026-03-29T00:00:00+01:00; UTC is +00:00. */
export function printInstant(zone: string, instant: Instant): string {
  const offset = offsetAt(zone, instant)
  const clock = new Date(instant + offset).toISOString().slice(0, 19)
  const minutes = Math.abs(offset) / minute
  const print = (part: number) => String(Math.floor(part)).padStart(2, '0')
  return `${clock}${offset < 0 ? '-' : '+'}${print(minutes / 60)}:${print(minutes % 60)}`
}

/** The calendar day that a wall clock in the zone shows. */
export const localDate = (zone: string, instant: Instant): CalendarDate =>
  new Date(instant + offsetAt(zone, instant)).toISOString().slice(0, 10)

/**
 * The first instant at which the zone's wall clock shows `clock` (as the epoch milliseconds at which a UTC clock shows
 * the same), or, where that time is skipped, the first instant after the gap.
 */
export function firstInstant(zone: string, clock: Instant): Instant {
  if (zone === 'UTC') return clock
  for (const { start, end, offset } of offsetPeriods(zone, clock - 2 * day, clock + 2 * day)) {
    const instant = Math.max(start, clock - offset)
    if (instant < end) return instant
  }
  throw new RangeError(`${zone} never shows ${new Date(clock).toISOString()}`)
}

/**
 * The first instant that carries a date: the earlier of two midnights, or the first instant after a skipped one.
 * Own code, for luxon's `startOf('day')` picks the later midnight (Havana, 2026-11-01).
 */
export const dayStart = (zone: string, date: CalendarDate): Instant => firstInstant(zone, utcMidnight(date))

/** The same of `count` consecutive days, in one pass over the offsets. */
export function dayStarts(zone: string, first: CalendarDate, count: number): readonly Instant[] {
  const midnight = utcMidnight(first)
  const periods = zone === 'UTC' ? [] : offsetPeriods(zone, midnight - 2 * day, midnight + (count + 2) * day)
  let place = 0
  return Array.from({ length: count }, (_, index) => {
    const clock = midnight + index * day
    for (; place < periods.length; place += 1) {
      const { start, end, offset } = periods[place] as Stretch
      // A period that ends before this midnight ends before every later one, so it is not visited again.
      if (Math.max(start, clock - offset) < end) return Math.max(start, clock - offset)
    }
    return clock
  })
}

/** The offset at the beginning of a year, then each change of it in that year. */
function changesIn(zone: string, year: number): readonly Change[] {
  const years = changesByZone.get(zone) ?? new Map<number, readonly Change[]>()
  changesByZone.set(zone, years)
  const known = years.get(year)
  if (known) return known
  const offsetOf = createOffsetReader(zone)
  const [begin, end] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)]
  let offset = offsetOf(begin)
  const changes: Change[] = [{ at: begin, offset }]
  // No zone has kept an offset for less than a week since 2000, the first year that is supported.
  for (let low = begin; low < end; low += 7 * day) {
    const high = Math.min(low + 7 * day, end - minute)
    const next = offsetOf(high)
    if (next !== offset) changes.push(findChange(offsetOf, low, high))
    offset = next
  }
  years.set(year, changes)
  return changes
}

/** Reads offsets from the runtime's tzdata, five times as fast as luxon, which formats all parts of the date. */
function createOffsetReader(zone: string): (instant: Instant) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  return (instant) => {
    const [, sign, hours = 0, minutes = 0] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(instant)) ?? []
    const offset = Number(hours) * hour + Number(minutes) * minute
    return sign === '-' ? -offset : offset
  }
}

function findChange(offsetOf: (instant: Instant) => number, from: Instant, to: Instant): Change {
  const before = offsetOf(from)
  let [low, high] = [from, to]
  while (high - low > minute) {
    const middle = low + Math.floor((high - low) / minute / 2) * minute
    if (offsetOf(middle) === before) low = middle
    else high = middle
  }
  return { at: high, offset: offsetOf(high) }
}
