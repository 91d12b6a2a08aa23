import type { Endpoint } from './endpoint.ts'
import type { EventIndex } from './event-index.ts'
import type { Chat, Ticket } from './events.ts'
import { averageHours, averageSeconds, countGoals, countRatings, describeStays, measureWaits } from './figures.ts'
import { joinLists } from './join-lists.ts'
import { occupancy } from './occupancy.ts'
import { ranking } from './ranking.ts'
import { durationSeries, eventSeries } from './series.ts'

const dates = ['date_from', 'date_to'] as const
const zoned = [...dates, 'timezone', 'group', 'group_by'] as const
const tagged = [...zoned, 'tag[]'] as const
const usual = [...tagged, 'agent'] as const
const unzoned = [...dates, 'group', 'group_by', 'tag[]', 'agent'] as const

const chats = (from: EventIndex) => from.chats
const stays = (from: EventIndex) => from.queueStays
const created = (from: EventIndex) => from.createdTickets
const replied = (from: EventIndex) => from.repliedTickets
const solved = (from: EventIndex) => from.solvedTickets
const rated = (from: EventIndex) => from.ratedTickets

const countEngagement = (found: readonly Chat[], wanted: Chat['engagement']) =>
  found.filter(({ engagement }) => engagement === wanted).length

const countSource = (found: readonly Ticket[], wanted: Ticket['source']) =>
  found.filter(({ source }) => source === wanted).length

/** The reports by path, each with the parameters that it supports. */
export const reports: Readonly<Record<string, Endpoint>> = {
  '/reports/chats/total_chats': eventSeries(usual, chats, (found) => ({ chats: found.length })),
  '/reports/chats/engagement': eventSeries(usual, chats, (found) => ({
    chats_from_auto_invite: countEngagement(found, 'auto_invite'),
    chats_from_immediate_start: countEngagement(found, 'immediate_start'),
    chats_from_manual_invite: countEngagement(found, 'manual_invite'),
  })),
  '/reports/chats/ratings': eventSeries(usual, chats, (found) => ({ ...countRatings(found), chats: found.length })),
  '/reports/chats/ratings/ranking': ranking(chats),
  // The documentation has the plural names in its table and the singular ones in its example.
  '/reports/chats/not_replied_chats': eventSeries([...usual, 'agents[]', 'groups[]'], chats, (found) => ({
    not_replied: found.filter(({ firstResponse }) => firstResponse === null).length,
  })),
  '/reports/chats/queued_visitors': eventSeries(zoned, stays, (found) =>
    describeStays(found, ({ length }) => ({ count: length })),
  ),
  '/reports/chats/queued_visitors/waiting_times': eventSeries(zoned, stays, (found) =>
    describeStays(found, measureWaits),
  ),
  '/reports/availability': durationSeries([...dates, 'timezone', 'group', 'agent'], (from) => from.shifts),
  '/reports/chats/chatting_time': durationSeries([...dates, 'group', 'agent', 'tag[]'], chats),
  '/reports/chats/first_response_time': eventSeries(unzoned, chats, (found) => ({
    first_response_time: averageSeconds(found.flatMap(({ firstResponse }) => firstResponse ?? [])),
  })),
  '/reports/chats/response_time': eventSeries(unzoned, chats, (found) => ({
    avg_response_time: averageSeconds(joinLists(found.map(({ responses }) => responses))),
  })),
  '/reports/chats/agents_occupancy': occupancy,
  '/reports/chats/goals': eventSeries(
    [...usual, 'goal'],
    (from) => from.reachedGoals,
    (found, selection) => ({ goals: countGoals(found, selection) }),
  ),
  '/reports/chats/greetings': eventSeries(
    [...tagged, 'goal', 'greeting'],
    (from) => from.greetings,
    (found, selection) => ({
      displayed: found.length,
      accepted: found.filter(({ accepted }) => accepted).length,
      goals: countGoals(found, selection),
    }),
  ),
  '/reports/tickets/new_tickets': eventSeries(tagged, created, (found) => ({ new_tickets: found.length })),
  '/reports/tickets/first_response_time': eventSeries(usual, replied, averageHours),
  '/reports/tickets/solved_tickets': eventSeries(usual, solved, (found) => ({ solved_tickets: found.length })),
  '/reports/tickets/resolution_time': eventSeries(usual, solved, averageHours),
  '/reports/tickets/ticket_sources': eventSeries(tagged, created, (found) => ({
    tickets_from_chat_window: countSource(found, 'chat_window'),
    tickets_from_mail: countSource(found, 'mail'),
    tickets_from_chat: countSource(found, 'chat'),
  })),
  '/reports/tickets/ratings': eventSeries(usual, rated, countRatings),
  '/reports/tickets/ratings/ranking': ranking(rated),
}
