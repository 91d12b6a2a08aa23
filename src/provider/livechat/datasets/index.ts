import type { FilterKind } from '../../../report/port/dataset.ts'
import { counter, type Figure, measurement, secondsAnHour } from '../parse-report.ts'
import { duration } from './duration.ts'
import { notReplied } from './not-replied.ts'
import { occupancy } from './occupancy.ts'
import { ranking } from './ranking.ts'
import { report } from './report.ts'

const everyone: readonly FilterKind[] = ['AGENT', 'TEAM', 'TAGS']
const groups: readonly FilterKind[] = ['TEAM']
const groupsAndTags: readonly FilterKind[] = ['TEAM', 'TAGS']

/** The report has no time zone parameter. */
const inAccountZone = { zoneSupport: 'ACCOUNT_ZONE' } as const
const queueGroups = 'LiveChat reports queues by group only, not by agent or tag.'
const ticketsEnded =
  'LiveChat discontinued its tickets in January 2025; what it returns for later days is not documented.'
const ended = { note: ticketsEnded } as const
const ticketHours = {
  note: `Reported in hundredths of an hour, which is exact to 18 seconds. ${ticketsEnded}`,
} as const
const ticketTime = { count: counter('count'), mean: measurement('hours', 'count', secondsAnHour) }

const waiting = <State extends string>(state: State) =>
  ({
    [`${state}_count`]: counter(`${state}.count`),
    [`${state}_min`]: measurement(`${state}.min.seconds`, `${state}.count`),
    [`${state}_max`]: measurement(`${state}.max.seconds`, `${state}.count`),
    [`${state}_mean`]: measurement(`${state}.average.seconds`, `${state}.count`),
  }) as Record<`${State}_${'count' | 'min' | 'max' | 'mean'}`, Figure>

/**
 * LiveChat counts a chat for the agent and the group that it belongs to. How a chat counts that was transferred is not
 * documented; slices that add up to more than the total have no rest.
 */
const ofOneAgent = { partitions: { AGENT: true, TEAM: true, TAG: false } } as const

/** The 18 series of LiveChat's documentation, its two rankings, and the later not_replied_chats. */
export const datasets = {
  total_chats: report('chats/total_chats', { chats: counter('chats') }, everyone, {
    ...ofOneAgent,
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
    ofOneAgent,
  ),
  not_replied_chats: notReplied,
  ratings: report('chats/ratings', { good: counter('good'), bad: counter('bad') }, everyone, {
    ...ofOneAgent,
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
  // Counts the time in which at least one agent accepted chats, so the times of agents or groups overlap.
  availability: duration('availability', ['AGENT', 'TEAM'], { partitions: { AGENT: false, TEAM: false } }),
  chatting_time: duration('chats/chatting_time', everyone, inAccountZone),
  first_response_time: report(
    'chats/first_response_time',
    {
      count: counter('first_response_time.count'),
      mean: measurement('first_response_time.seconds', 'first_response_time.count'),
    },
    everyone,
    {
      ...inAccountZone,
      ...ofOneAgent,
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
      ...inAccountZone,
      ...ofOneAgent,
      note: 'Based on responses in the period; it is not documented whether the first response of a chat is included.',
    },
  ),
  agents_occupancy: occupancy,
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
  ranking: ranking('chats/ratings/ranking'),
  ticket_ranking: ranking('tickets/ratings/ranking'),
}
