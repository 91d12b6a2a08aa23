import type { Dataset, FilterKind } from '../../report/port/port.ts'
import { granularities } from '../../report/time/bucket.ts'
import { counter, type Figure, measurement, secondsAnHour } from './figures.ts'

/** One report of the vendor's page: its parameters, and where its figures stand. */
export interface LiveChatReport extends Dataset {
  readonly path: string
  readonly hasGroupBy: boolean
  /** `duration`: hours a day over several days, minutes an hour over one. `occupancy`: bare numbers by weekday. */
  readonly form: 'figures' | 'duration' | 'occupancy' | 'ranking'
  readonly figures: Readonly<Record<string, Figure>>
}

/** Hours come one day a call, so a report by the hour costs as many calls as it has days. */
const maxHourDays = 31

/** The last four of each weekday. */
const occupancyDays = 28

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
    zoneSupport: 'ANY_ZONE',
    limits: { maxHourDays },
    hasGroupBy: true,
    form: 'figures',
    ...rest,
  }
}

/** The report has no parameter for a zone. */
const ownDays = { zoneSupport: 'ACCOUNT_ZONE' } as const
const ranking = {
  ...ownDays,
  limits: {},
  hasGroupBy: false,
  form: 'ranking',
  fields: { good: 'good', bad: 'bad' },
} as const
const duration = {
  hasGroupBy: false,
  form: 'duration',
  fields: { seconds: 'hours, or minutes for one day' },
  note: 'It is not documented whether overlapping time counts once. Days are reported in hundredths of an hour, which is exact to 18 seconds.',
} as const
const queueGroups = 'LiveChat reports queues by group only, not by agent or tag.'
const ticketsEnded =
  'LiveChat discontinued its tickets in January 2025; what it returns for later days is not documented.'
const ended = { note: ticketsEnded } as const
const ticketHours = {
  note: `Reported in hundredths of an hour, which is exact to 18 seconds. ${ticketsEnded}`,
} as const
const ticketTime = { count: counter('count'), mean: measurement('hours', 'count', secondsAnHour) }

const waiting = (state: string) => ({
  [`${state}_count`]: counter(`${state}.count`),
  [`${state}_min`]: measurement(`${state}.min.seconds`, `${state}.count`),
  [`${state}_max`]: measurement(`${state}.max.seconds`, `${state}.count`),
  [`${state}_mean`]: measurement(`${state}.average.seconds`, `${state}.count`),
})

/** The 18 series of the vendor's page, agents_occupancy among them, its two rankings, and the later not_replied_chats. */
export const reports = {
  total_chats: report('chats/total_chats', { chats: counter('chats') }, everyone, {
    note: 'It is not documented whether a chat counts when it starts or when it ends.',
  }),
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
  ratings: report('chats/ratings', { good: counter('good'), bad: counter('bad') }, everyone, {
    note: 'Customers rate chats as good or bad; there is no neutral rating.',
  }),
  queued_visitors: report(
    'chats/queued_visitors',
    { queued: counter('queued.count'), entered: counter('entered_chat.count'), left: counter('left_queue.count') },
    groups,
    { note: queueGroups },
  ),
  waiting_times: report(
    'chats/queued_visitors/waiting_times',
    { ...waiting('queued'), ...waiting('entered_chat'), ...waiting('left_queue') },
    groups,
    { note: `Reported in whole seconds. ${queueGroups}` },
  ),
  availability: report('availability', {}, ['AGENT', 'TEAM'], duration),
  chatting_time: report('chats/chatting_time', {}, everyone, { ...ownDays, ...duration }),
  first_response_time: report(
    'chats/first_response_time',
    {
      count: counter('first_response_time.count'),
      mean: measurement('first_response_time.seconds', 'first_response_time.count'),
    },
    everyone,
    {
      ...ownDays,
      note: 'Based on first responses in the period; it is not documented whether responses by bots are included.',
    },
  ),
  response_time: report(
    'chats/response_time',
    {
      count: counter('avg_response_time.count'),
      mean: measurement('avg_response_time.seconds', 'avg_response_time.count'),
    },
    everyone,
    {
      ...ownDays,
      note: 'Based on responses in the period; it is not documented whether the first response of a chat is included.',
    },
  ),
  agents_occupancy: report('chats/agents_occupancy', {}, [], {
    ...ownDays,
    limits: { keptDays: occupancyDays },
    hasGroupBy: false,
    form: 'occupancy',
    fields: { chats: 'YYYY-MM-DD HH:00' },
    note: 'The highest hour of each bucket, within the last four occurrences of each weekday; it is not documented whether today is one of them.',
  }),
  goals: report('chats/goals', { goals: counter('goals') }, [...everyone, 'GOAL'], {
    note: 'Sales tracked by LiveChat are not counted.',
  }),
  greetings: report(
    'chats/greetings',
    { displayed: counter('displayed'), accepted: counter('accepted'), goals: counter('goals') },
    [...groupsAndTags, 'GOAL', 'GREETING'],
  ),
  new_tickets: report('tickets/new_tickets', { tickets: counter('new_tickets') }, groupsAndTags, ended),
  ticket_first_response_time: report('tickets/first_response_time', ticketTime, everyone, ticketHours),
  solved_tickets: report('tickets/solved_tickets', { tickets: counter('solved_tickets') }, everyone, ended),
  resolution_time: report('tickets/resolution_time', ticketTime, everyone, ticketHours),
  ticket_sources: report(
    'tickets/ticket_sources',
    {
      window: counter('tickets_from_chat_window'),
      mail: counter('tickets_from_mail'),
      chat: counter('tickets_from_chat'),
    },
    groupsAndTags,
    {
      note: `Tickets from Facebook and tickets entered manually are not reported, so the origins do not add up to the total. ${ticketsEnded}`,
    },
  ),
  ticket_ratings: report('tickets/ratings', { good: counter('good'), bad: counter('bad') }, everyone, ended),
  ranking: report('chats/ratings/ranking', {}, groupsAndTags, ranking),
  ticket_ranking: report('tickets/ratings/ranking', {}, groupsAndTags, ranking),
} as const satisfies Record<string, LiveChatReport>

export type ReportName = keyof typeof reports
