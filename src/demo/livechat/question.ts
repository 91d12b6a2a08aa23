import { localDate } from '../zone.ts'
import type { DateRange, Grouping } from './buckets.ts'
import { reject } from './error-response.ts'
import type { EventIndex } from './event-index.ts'
import { weekdays } from './parameters.ts'
import type { Selection } from './selection.ts'

/** The time of a request, in Unix seconds. */
export interface Present {
  readonly now: number
  /** Events at this instant or later do not exist yet. */
  readonly horizon: number
}

export interface Question extends Present {
  readonly zone: string
  readonly range: DateRange
  readonly grouping: Grouping
  /** 0 is Sunday. */
  readonly weekday: number
  readonly selection: Selection
  /** Lists only agents with this status. */
  readonly status: string | null
  /** Lists only goals of this type. */
  readonly goalType: string | null
}

export function readQuestion(
  query: URLSearchParams,
  accountZone: string,
  index: EventIndex,
  present: Present,
): Question {
  const zone = query.get('timezone') ?? accountZone
  const range = readRange(query, zone, Math.min(present.now, index.firstEventAt), present.now)
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

function readRange(query: URLSearchParams, zone: string, firstEventAt: number, now: number): DateRange {
  const to = query.get('date_to') ?? localDate(zone, now * 1000)
  const first = localDate(zone, firstEventAt * 1000)
  const from = query.get('date_from') ?? (first < to ? first : to)
  if (from > to) reject(400, 'date_from must not be after date_to')
  return { from, to }
}

/** LiveChat groups by hour only for a single day; several days are grouped by day. */
function readGrouping(requested: string | null, { from, to }: DateRange): Grouping {
  if (requested === 'month') return 'month'
  return requested !== 'day' && from === to ? 'hour' : 'day'
}
