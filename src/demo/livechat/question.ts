import { localDate } from '../zone.ts'
import type { DateRange, Grouping } from './buckets.ts'
import type { Chronicle } from './event-index.ts'
import { weekdays } from './parameters.ts'
import { refuse } from './refusal.ts'
import type { Selection } from './selection.ts'

/** What is the case when a question is asked; both Unix seconds. */
export interface Present {
  readonly now: number
  /** Nothing has happened at it or later. */
  readonly horizon: number
}

export interface Question extends Present {
  readonly zone: string
  readonly range: DateRange
  readonly grouping: Grouping
  /** 0 is Sunday. */
  readonly weekday: number
  readonly selection: Selection
  /** Of the agents to list. */
  readonly status: string | null
  /** Of the goals to list. */
  readonly goalType: string | null
}

export function readQuestion(
  query: URLSearchParams,
  accountZone: string,
  chronicle: Chronicle,
  present: Present,
): Question {
  const zone = query.get('timezone') ?? accountZone
  const range = readRange(query, zone, Math.min(present.now, chronicle.beginning), present.now)
  const readAll = (...names: readonly string[]) => names.flatMap((name) => query.getAll(name))
  return {
    ...present,
    zone,
    range,
    grouping: readGrouping(query.get('group_by'), range),
    weekday: weekdays.indexOf(query.get('weekday') ?? ''),
    selection: {
      agents: readAll('agent', 'agents[]'),
      groups: readAll('group', 'groups[]').map(Number),
      tags: readAll('tag[]'),
      greetings: readAll('greeting').map(Number),
      goals: readAll('goal').map(Number),
    },
    status: query.get('status'),
    goalType: query.get('type'),
  }
}

function readRange(query: URLSearchParams, zone: string, beginning: number, now: number): DateRange {
  const to = query.get('date_to') ?? localDate(zone, now * 1000)
  const first = localDate(zone, beginning * 1000)
  const from = query.get('date_from') ?? (first < to ? first : to)
  if (from > to) refuse(400, 'date_from must not be after date_to')
  return { from, to }
}

/** Hours are for one day only; several days by hour are answered by day. */
function readGrouping(asked: string | null, { from, to }: DateRange): Grouping {
  if (asked === 'month') return 'month'
  return asked !== 'day' && from === to ? 'hour' : 'day'
}
