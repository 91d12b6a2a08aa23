import type { RangeInput, RangePreset } from '../generated/graphql.ts'
import { type Bucket, dayRange, type Granularity } from './brute-force/calendar.ts'
import { toSpan } from './instants.ts'

/** A range as clients write it, how it is cut, and which instants it means. */
export type RangeQuestion = readonly [range: RangeInput, granularity: Granularity, timeZone: string, meant: Bucket]

export const warsaw = 'Europe/Warsaw'
export const auckland = 'Pacific/Auckland'
export const kolkata = 'Asia/Kolkata'
export const lordHowe = 'Australia/Lord_Howe'

const askDays = (first: string, last: string, granularity: Granularity, timeZone: string): RangeQuestion => {
  const range = { days: { first, last } }
  return [range, granularity, timeZone, dayRange(first, last, timeZone)]
}

const askLast = (last: string, granularity: Granularity, timeZone: string, meant: Bucket): RangeQuestion => [
  { last },
  granularity,
  timeZone,
  meant,
]

const askPreset = (
  preset: RangePreset,
  granularity: Granularity,
  timeZone: string,
  first: string,
  last: string,
): RangeQuestion => [{ preset }, granularity, timeZone, dayRange(first, last, timeZone)]

const askBetween = (from: string, to: string, granularity: Granularity, timeZone: string): RangeQuestion => [
  { between: { from, to } },
  granularity,
  timeZone,
  toSpan(from, to),
]

/** Of every form; it is Friday, 20 November, 13:00 in Warsaw, 17:30 in Kolkata, and 01:00 of Saturday in Auckland. */
export const rangeQuestions: readonly RangeQuestion[] = [
  askDays('2026-10-24', '2026-10-26', 'HOUR', kolkata),
  askDays('2026-09-03', '2026-11-02', 'DAY', warsaw),
  askDays('2026-09-03', '2026-11-02', 'MONTH', auckland),
  askDays('2026-11-18', '2026-11-23', 'DAY', kolkata),
  askDays('2026-11-25', '2026-11-26', 'DAY', warsaw),
  askLast('PT24H', 'HOUR', warsaw, toSpan('2026-11-19T13:00Z', '2026-11-20T13:00Z')),
  askLast('PT24H', 'HOUR', kolkata, toSpan('2026-11-19T12:30Z', '2026-11-20T12:30Z')),
  askLast('PT24H', 'DAY', warsaw, toSpan('2026-11-19T13:00Z', '2026-11-20T13:00Z')),
  askLast('P30D', 'DAY', auckland, dayRange('2026-10-23', '2026-11-21', auckland)),
  askLast('P4W', 'WEEK', warsaw, dayRange('2026-10-26', '2026-11-22', warsaw)),
  askLast('P6M', 'MONTH', warsaw, dayRange('2026-06-01', '2026-11-30', warsaw)),
  askLast('P1Y', 'QUARTER', warsaw, dayRange('2026-01-01', '2026-12-31', warsaw)),
  askPreset('TODAY', 'HOUR', warsaw, '2026-11-20', '2026-11-20'),
  askPreset('TODAY', 'HOUR', auckland, '2026-11-21', '2026-11-21'),
  askPreset('TODAY', 'HOUR', kolkata, '2026-11-20', '2026-11-20'),
  askPreset('TODAY', 'DAY', auckland, '2026-11-21', '2026-11-21'),
  askPreset('YESTERDAY', 'HOUR', auckland, '2026-11-20', '2026-11-20'),
  askPreset('THIS_WEEK', 'DAY', warsaw, '2026-11-16', '2026-11-22'),
  askPreset('LAST_WEEK', 'DAY', auckland, '2026-11-09', '2026-11-15'),
  askPreset('THIS_MONTH', 'DAY', warsaw, '2026-11-01', '2026-11-30'),
  askPreset('LAST_MONTH', 'WEEK', warsaw, '2026-10-01', '2026-10-31'),
  askPreset('THIS_QUARTER', 'MONTH', auckland, '2026-10-01', '2026-12-31'),
  askPreset('LAST_QUARTER', 'MONTH', warsaw, '2026-07-01', '2026-09-30'),
  askPreset('THIS_YEAR', 'MONTH', auckland, '2026-01-01', '2026-12-31'),
  askPreset('LAST_YEAR', 'YEAR', warsaw, '2025-01-01', '2025-12-31'),
  askBetween('2026-11-05T07:00+01:00', '2026-11-12T15:00+01:00', 'DAY', warsaw),
  askBetween('2026-11-05T07:30Z', '2026-11-18T15:30Z', 'WEEK', kolkata),
  askBetween('2026-11-05T07:00Z', '2026-11-05T09:00Z', 'DAY', auckland),
  askBetween('2026-11-18T22:00Z', '2026-11-20T15:00Z', 'HOUR', auckland),
]

/** Cut inside days on which a clock changes: before, in and after the hour that is repeated, and after one skipped. */
export const cutQuestions: readonly RangeQuestion[] = [
  askBetween('2026-10-25T02:00+02:00', '2026-10-27T12:00+01:00', 'DAY', warsaw),
  askBetween('2026-10-25T02:00+01:00', '2026-10-27T12:00+01:00', 'DAY', warsaw),
  askBetween('2026-10-20T09:00+02:00', '2026-10-25T02:00+01:00', 'WEEK', warsaw),
  askBetween('2026-03-29T03:00+02:00', '2026-03-29T09:00+02:00', 'DAY', warsaw),
]
