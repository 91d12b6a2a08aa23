import fc from 'fast-check'
import { type Bucket, bucketsOf, dayRange } from './brute-force/calendar.ts'
import { shiftDate } from './clock-changes.ts'
import type { Asked } from './compare-figures.ts'
import { type FilterChoice, joinChoices } from './filter-choices.ts'
import { writeInstant } from './instants.ts'

/** A metric of some sources, the filters it takes there by kind, and how many kinds at a time. */
export interface Subject {
  readonly metric: string
  readonly choices: readonly (readonly FilterChoice[])[]
  readonly maxFilters: number
}

const today = '2026-11-20'

/** Of whole, half and quarter hours; with clocks that change at night, at midnight, for Ramadan or never. */
export const zones = [
  'UTC',
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Havana',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Australia/Adelaide',
  'Europe/London',
  'Europe/Warsaw',
  'Pacific/Auckland',
  'Pacific/Chatham',
]

/** The maximum number of days: LiveChat needs one call per day for hours. */
const longest = { HOUR: 3, DAY: 31, WEEK: 80, MONTH: 80, QUARTER: 80, YEAR: 80 } as const

const anyGranularity = fc.constantFrom(...(Object.keys(longest) as (keyof typeof longest)[]))

/** Hours left out on the first day and on the last. */
const anyCut = fc.option(fc.tuple(fc.nat(22), fc.nat(22)), { nil: undefined, freq: 2 })

const anyFilter = ({ choices, maxFilters }: Subject): fc.Arbitrary<FilterChoice> =>
  fc
    .shuffledSubarray([...choices], { maxLength: Math.min(maxFilters, choices.length) })
    .chain((kinds) => fc.tuple(...kinds.map((kind) => fc.constantFrom(...kind))))
    .map(joinChoices)

interface Cutting {
  readonly timeZone: string
  readonly granularity: keyof typeof longest
  /** Days from the last one to today; below 0 it is yet to come. */
  readonly daysAgo: number
  readonly length: number
  readonly cut: readonly [number, number] | undefined
}

const anyCutting: fc.Arbitrary<Cutting> = anyGranularity.chain((granularity) =>
  fc.record({
    timeZone: fc.constantFrom(...zones),
    granularity: fc.constant(granularity),
    daysAgo: fc.integer({ min: -4, max: 300 }),
    length: fc.integer({ min: 1, max: longest[granularity] }),
    cut: anyCut,
  }),
)

/** Any question about one of the subjects that has one correct result. */
export const anyQuestion = (subjects: ReadonlyMap<string, Subject>) =>
  fc.constantFrom(...subjects).chain(([name, subject]) =>
    fc.record({
      name: fc.constant(name),
      asked: fc
        .tuple(anyCutting.filter(isToldOf(subject)), anyFilter(subject))
        .map(([cutting, choice]) => toAsked(cutting, choice)),
    }),
  )

/** What some metrics need of a question, by the beginning of their names. */
const needs: readonly (readonly [metrics: RegExp, isMet: (cutting: Cutting) => boolean])[] = [
  // LiveChat knows the peaks of 28 days.
  [/^PEAK_/, (cutting) => toDays(cutting).first > '2026-10-25'],
  // LiveChat reports these by its own days and hours; a repeated hour occurs once.
  [/^(CHATTING|RESPONSE|FIRST_RESPONSE|PEAK)_/, (cutting) => !hasHours(cutting) || !hasChange(cutting)],
  // These need a call to Chatwoot for each bucket.
  [/^BOT_/, (cutting) => bucketsOf(toRange(cutting), cutting.granularity, cutting.timeZone).length <= 31],
]

const isToldOf =
  ({ metric }: Subject) =>
  (cutting: Cutting): boolean =>
    needs.every(([metrics, isMet]) => !metrics.test(metric) || isMet(cutting)) && isForward(toRange(cutting))

const isForward = ({ start, end }: Bucket): boolean => start < end

const hasHours = ({ granularity, cut }: Cutting): boolean => granularity === 'HOUR' || cut !== undefined

function hasChange(cutting: Cutting): boolean {
  const { first, last } = toDays(cutting)
  const days = bucketsOf(dayRange(first, last, cutting.timeZone), 'DAY', cutting.timeZone)
  return days.some(({ start, end }) => end - start !== 86_400_000)
}

function toDays({ daysAgo, length }: Cutting) {
  const last = shiftDate(today, -daysAgo)
  return { first: shiftDate(last, 1 - length), last }
}

function toRange(cutting: Cutting): Bucket {
  const { first, last } = toDays(cutting)
  if (!cutting.cut) return dayRange(first, last, cutting.timeZone)
  const [atStart, atEnd] = cutting.cut
  const hoursOf = (date: string) => bucketsOf(dayRange(date, date, cutting.timeZone), 'HOUR', cutting.timeZone)
  return { start: hoursOf(first)[atStart]?.start ?? 0, end: hoursOf(last).at(-1 - atEnd)?.end ?? 0 }
}

function toAsked(cutting: Cutting, { asked, filter }: FilterChoice): Asked {
  const { timeZone, granularity, cut } = cutting
  const range = toRange(cutting)
  const between = { from: writeInstant(range.start), to: writeInstant(range.end) }
  const scope = { range: cut ? { between } : { days: toDays(cutting) }, granularity, timeZone, filter: asked }
  return { scope, range, filter }
}
