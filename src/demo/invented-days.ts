const day = 86_400_000
const daysBefore = 400
const daysAfter = 8

/**
 * README.md and docs/ show figures of 24 October to 20 November 2026, which include the DST transitions of Europe and
 * the US. In time zones west of UTC the last of these days ends on the next UTC day.
 */
const documentedFrom = Date.UTC(2026, 9, 24)
const documentedUntil = Date.UTC(2026, 10, 21)
/** The figures of a day include the ends of conversations and tickets that started up to nine days earlier. */
const daysOfLeadIn = 10

/**
 * Lists the UTC days that have events, as epoch milliseconds of their start: a little over a year around `now`, and
 * always the days whose figures are documented. The days in between have no events, so start-up time and memory do not
 * grow with the age of the demo.
 */
export function listInventedDays(now: number): readonly number[] {
  const today = Math.floor(now / day) * day
  const recentFrom = today - daysBefore * day
  return [
    ...listDays(documentedFrom - daysOfLeadIn * day, Math.min(documentedUntil, recentFrom - day)),
    ...listDays(recentFrom, today + daysAfter * day),
  ]
}

/** Both days are included; the list is empty if `last` is before `first`. */
const listDays = (first: number, last: number): readonly number[] =>
  Array.from({ length: Math.max(0, (last - first) / day + 1) }, (_, index) => first + index * day)
