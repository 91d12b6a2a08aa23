import { memoizeByObject } from '../memoize-by-object.ts'
import type { LiveChatEvents, Ticket } from './events.ts'
import { createIntervals } from './intervals.ts'
import { createTimeline } from './timeline.ts'

export type EventIndex = ReturnType<typeof indexEvents>

/** Indexes the events by the instant at which a report counts them. */
export const indexEvents = memoizeByObject((events: LiveChatEvents) => {
  const { chats, queueStays, shifts, tickets, greetings, agents } = events
  const groupsOf = new Map(agents.map(({ login, groups }) => [login, groups]))
  const timelines = {
    chats: createIntervals(chats),
    queueStays: createTimeline(queueStays, ({ enter }) => enter),
    shifts: createIntervals(shifts.map((shift) => ({ ...shift, agentGroups: groupsOf.get(shift.agent) ?? [] }))),
    greetings: createTimeline(greetings, ({ at }) => at),
    reachedGoals: createTimeline(
      chats.flatMap((chat) => chat.reachedGoals.map((reached) => ({ ...chat, ...reached }))),
      ({ at }) => at,
    ),
    createdTickets: createTimeline(tickets, ({ created }) => created),
    repliedTickets: sortByMoment(tickets, ({ firstReply }) => firstReply),
    solvedTickets: sortByMoment(tickets, ({ solved }) => solved),
    ratedTickets: createTimeline(
      tickets.flatMap((ticket) =>
        ticket.rating ? [{ ...ticket, rating: ticket.rating.value, at: ticket.rating.at }] : [],
      ),
      ({ at }) => at,
    ),
  }
  const firsts = Object.values(timelines).map(({ instants }) => instants[0] ?? Number.POSITIVE_INFINITY)
  return { ...timelines, events, firstEventAt: Math.min(...firsts) }
})

/** The tickets that have reached the moment, with the seconds that it took. */
const sortByMoment = (tickets: readonly Ticket[], momentOf: (ticket: Ticket) => number | null) =>
  createTimeline(
    tickets.flatMap((ticket) => {
      const at = momentOf(ticket)
      return at === null ? [] : [{ ...ticket, at, seconds: at - ticket.created }]
    }),
    ({ at }) => at,
  )
