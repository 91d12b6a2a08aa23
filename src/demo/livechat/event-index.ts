import { oncePer } from '../once-per.ts'
import type { LiveChatEvents, Ticket } from './events.ts'
import { createStretches } from './intervals.ts'
import { createTimeline } from './timeline.ts'

export type Chronicle = ReturnType<typeof chronicleOf>

/** The events, each sorted once by the instant at which a report counts it. */
export const chronicleOf = oncePer((events: LiveChatEvents) => {
  const { chats, queueStays, shifts, tickets, greetings, agents } = events
  const groupsOf = new Map(agents.map(({ login, groups }) => [login, groups]))
  const timelines = {
    chats: createStretches(chats),
    queueStays: createTimeline(queueStays, ({ enter }) => enter),
    shifts: createStretches(shifts.map((shift) => ({ ...shift, agentGroups: groupsOf.get(shift.agent) ?? [] }))),
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
  return { ...timelines, events, beginning: Math.min(...firsts) }
})

/** Those to which it has happened, with the seconds it took. */
const sortByMoment = (tickets: readonly Ticket[], momentOf: (ticket: Ticket) => number | null) =>
  createTimeline(
    tickets.flatMap((ticket) => {
      const at = momentOf(ticket)
      return at === null ? [] : [{ ...ticket, at, seconds: at - ticket.created }]
    }),
    ({ at }) => at,
  )
