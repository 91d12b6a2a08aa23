import { byDay, byHour, type DocumentedReport, days, labelHours, toHours } from './documented-report.ts'

const newTickets = toHours({ 0: 5, 1: 1, 23: 21 })

export const documentedTickets: readonly DocumentedReport[] = [
  {
    path: 'tickets/new_tickets',
    query: days('2013-01-29', '2013-01-29', byHour),
    body: labelHours(newTickets, '', (value) => ({ new_tickets: value })),
    values: { TICKETS_CREATED: newTickets },
  },
  {
    path: 'tickets/first_response_time',
    query: days('2014-01-10', '2014-01-12', byDay),
    body: {
      '2014-01-10': { count: 5, hours: 0.83 },
      '2014-01-11': { count: 1, hours: 1.3 },
      '2014-01-12': { count: 0, hours: null },
    },
    values: { TICKET_FIRST_RESPONSE_TIME: [2988, 4680, null] },
  },
  {
    path: 'tickets/solved_tickets',
    query: days('2014-01-10', '2014-01-11', byDay),
    body: { '2014-01-10': { solved_tickets: 4 }, '2014-01-11': { solved_tickets: 12 } },
    values: { TICKETS_SOLVED: [4, 12] },
  },
  {
    path: 'tickets/resolution_time',
    query: days('2014-01-10', '2014-01-12', byDay),
    body: {
      '2014-01-10': { count: 3, hours: 16.27 },
      '2014-01-11': { count: 0, hours: null },
      '2014-01-12': { count: 2, hours: 1.8 },
    },
    values: { TICKET_RESOLUTION_TIME: [58_572, null, 6480] },
  },
  {
    path: 'tickets/ticket_sources',
    query: days('2014-01-10', '2014-01-11', byDay),
    body: {
      '2014-01-10': { tickets_from_chat_window: 4, tickets_from_mail: 12, tickets_from_chat: 2 },
      '2014-01-11': { tickets_from_chat_window: 7, tickets_from_mail: 8, tickets_from_chat: 6 },
    },
    values: { TICKETS_FROM_CHAT_WINDOW: [4, 7], TICKETS_FROM_MAIL: [12, 8], TICKETS_FROM_CHAT: [2, 6] },
  },
  {
    path: 'tickets/ratings',
    query: days('2012-01-29', '2012-01-30', byDay),
    body: { '2012-01-29': { bad: 0, good: 6 }, '2012-01-30': { bad: 0, good: 0 } },
    values: { TICKET_RATINGS_GOOD: [6, 0], TICKET_RATINGS_BAD: [0, 0], TICKET_SATISFACTION: [1, null] },
  },
]
