import { granularities } from '../../report/bucket.ts'
import type { Dataset, FilterKind } from '../../report/port.ts'
import { counter, type Figure, measurement, secondsAnHour } from './figures.ts'

/** One report of the vendor's page: its parameters, and where its figures stand. */
export interface LiveChatReport extends Dataset {
  readonly path: string
  /** Without it the days are the account's own. */
  readonly hasTimeZone: boolean
  readonly hasGroupBy: boolean
  /** `duration`: hours a day over several days, minutes an hour over one. `occupancy`: bare numbers by weekday. */
  readonly form: 'figures' | 'duration' | 'occupancy' | 'ranking'
  readonly figures: Readonly<Record<string, Figure>>
}

const everyone: readonly FilterKind[] = ['AGENT', 'TEAM', 'TAGS']
const groups: readonly FilterKind[] = ['TEAM']
const groupsAndTags: readonly FilterKind[] = ['TEAM', 'TAGS']

function report(
  path: string,
  figures: LiveChatReport['figures'],
  filters: readonly FilterKind[],
  rest: Partial<LiveChatReport> = {},
): LiveChatReport {
  const upstream = `GET /reports/${path}`
  return {
    path: `/reports/${path}`,
    upstream,
    figures,
    fields: Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, figure.path.join('.')])),
    filters,
    granularities,
    hasTimeZone: true,
    hasGroupBy: true,
    form: 'figures',
    ...rest,
  }
}

const ownDays = { hasTimeZone: false, note: "Takes no time zone: days and hours are the account's own." } as const
const ranking = { ...ownDays, hasGroupBy: false, form: 'ranking', fields: { good: 'good', bad: 'bad' } } as const
const duration = { hasGroupBy: false, form: 'duration', fields: { seconds: 'hours, or minutes for one day' } } as const
const ticketTime = { count: counter('count'), mean: measurement('hours', 'count', secondsAnHour) }

const waiting = (state: string) => ({
  [`${state}_count`]: counter(`${state}.count`),
  [`${state}_min`]: measurement(`${state}.min.seconds`, `${state}.count`),
  [`${state}_max`]: measurement(`${state}.max.seconds`, `${state}.count`),
  [`${state}_mean`]: measurement(`${state}.average.seconds`, `${state}.count`),
})

/** The 18 series of the vendor's page, agents_occupancy among them, its two rankings, and the later not_replied_chats. */
export const reports = {
  total_chats: report('chats/total_chats', { chats: counter('chats') }, everyone),
  engagement: report(
    'chats/engagement',
    {
      greeting: counter('chats_from_auto_invite'),
      visitor: counter('chats_from_immediate_start'),
      agent: counter('chats_from_manual_invite'),
    },
    everyone,
  ),
  not_replied_chats: report('chats/not_replied_chats', { chats: counter('not_replied') }, everyone),
  ratings: report('chats/ratings', { good: counter('good'), bad: counter('bad') }, everyone),
  queued_visitors: report(
    'chats/queued_visitors',
    { queued: counter('queued.count'), entered: counter('entered_chat.count'), left: counter('left_queue.count') },
    groups,
  ),
  waiting_times: report(
    'chats/queued_visitors/waiting_times',
    { ...waiting('queued'), ...waiting('entered_chat'), ...waiting('left_queue') },
    groups,
    { note: 'Whole seconds.' },
  ),
  availability: report('availability', {}, ['AGENT', 'TEAM'], { ...duration }),
  chatting_time: report('chats/chatting_time', {}, everyone, { ...ownDays, ...duration }),
  first_response_time: report(
    'chats/first_response_time',
    {
      count: counter('first_response_time.count'),
      mean: measurement('first_response_time.seconds', 'first_response_time.count'),
    },
    everyone,
    ownDays,
  ),
  response_time: report(
    'chats/response_time',
    {
      count: counter('avg_response_time.count'),
      mean: measurement('avg_response_time.seconds', 'avg_response_time.count'),
    },
    everyone,
    ownDays,
  ),
  agents_occupancy: report('chats/agents_occupancy', {}, [], {
    hasTimeZone: false,
    hasGroupBy: false,
    form: 'occupancy',
    fields: { chats: 'YYYY-MM-DD HH:00' },
    note: "The last four of each weekday, 28 days, by the account's own hours.",
  }),
  goals: report('chats/goals', { goals: counter('goals') }, [...everyone, 'GOAL']),
  greetings: report(
    'chats/greetings',
    { displayed: counter('displayed'), accepted: counter('accepted'), goals: counter('goals') },
    [...groupsAndTags, 'GOAL', 'GREETING'],
  ),
  new_tickets: report('tickets/new_tickets', { tickets: counter('new_tickets') }, groupsAndTags),
  ticket_first_response_time: report('tickets/first_response_time', ticketTime, everyone, {
    note: 'Hundredths of an hour: exact to 18 seconds.',
  }),
  solved_tickets: report('tickets/solved_tickets', { tickets: counter('solved_tickets') }, everyone),
  resolution_time: report('tickets/resolution_time', ticketTime, everyone, {
    note: 'Hundredths of an hour: exact to 18 seconds.',
  }),
  ticket_sources: report(
    'tickets/ticket_sources',
    {
      window: counter('tickets_from_chat_window'),
      mail: counter('tickets_from_mail'),
      chat: counter('tickets_from_chat'),
    },
    groupsAndTags,
  ),
  ticket_ratings: report('tickets/ratings', { good: counter('good'), bad: counter('bad') }, everyone),
  ranking: report('chats/ratings/ranking', {}, groupsAndTags, ranking),
  ticket_ranking: report('tickets/ratings/ranking', {}, groupsAndTags, ranking),
} as const satisfies Record<string, LiveChatReport>

export type ReportName = keyof typeof reports
