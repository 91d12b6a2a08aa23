import { byDay, byHour, type DocumentedReport, days, labelHours, toHours } from './documented-report.ts'

const chats = toHours({ 0: 18, 1: 19, 2: 6, 3: 15, 4: 10, 5: 14, 6: 11, 23: 2 })
const occupancy = toHours({ 9: 13, 10: 17, 11: 20, 12: 20, 13: 16, 14: 16 })
const wait = (count: number, min: number, max: number, average: number) => ({
  count,
  min: { seconds: min },
  max: { seconds: max },
  average: { seconds: average },
})

export const documentedChats: readonly DocumentedReport[] = [
  {
    path: 'chats/total_chats',
    query: days('2013-01-29', '2013-01-29', byHour),
    body: labelHours(chats, '', (value) => ({ chats: value })),
    values: { CONVERSATIONS: chats },
  },
  {
    path: 'chats/engagement',
    query: days('2013-01-28', '2013-01-29', byDay),
    body: {
      '2013-01-28': { chats_from_auto_invite: 1, chats_from_immediate_start: 0, chats_from_manual_invite: 3 },
      '2013-01-29': { chats_from_auto_invite: 0, chats_from_immediate_start: 2, chats_from_manual_invite: 0 },
    },
    values: {
      CONVERSATIONS_FROM_GREETING: [1, 0],
      CONVERSATIONS_FROM_VISITOR: [0, 2],
      CONVERSATIONS_FROM_AGENT: [3, 0],
    },
  },
  {
    path: 'chats/not_replied_chats',
    query: days('2020-01-11', '2020-01-11', byDay),
    body: { '2020-01-11': { not_replied: 33 } },
    values: { MISSED_CONVERSATIONS: [33] },
  },
  {
    path: 'chats/ratings',
    query: days('2012-01-29', '2012-01-30', byDay),
    body: { '2012-01-29': { bad: 0, good: 6, chats: 37 }, '2012-01-30': { bad: 4, good: 38, chats: 320 } },
    values: { RATINGS_GOOD: [6, 38], RATINGS_BAD: [0, 4], SATISFACTION: [1, 38 / 42] },
  },
  {
    path: 'chats/queued_visitors',
    query: days('2013-01-29', '2013-01-30', byDay),
    body: {
      '2013-01-29': { queued: { count: 6 }, left_queue: { count: 3 }, entered_chat: { count: 3 } },
      '2013-01-30': { queued: { count: 2 }, left_queue: { count: 0 }, entered_chat: { count: 2 } },
    },
    values: { QUEUED_VISITORS: [6, 2], QUEUE_ABANDONMENTS: [3, 0], QUEUE_ENTRIES: [3, 2], ABANDONMENT_RATE: [0.5, 0] },
  },
  {
    path: 'chats/queued_visitors/waiting_times',
    query: days('2013-01-29', '2013-01-29', byDay),
    body: {
      '2013-01-29': {
        queued: wait(1, 0, 112, 24),
        left_queue: wait(3, 33, 56, 44),
        entered_chat: wait(2, 10, 112, 23),
      },
    },
    values: { QUEUE_WAITING_TIME: [24], QUEUE_WAITING_TIME_MAX: [112], QUEUE_WAITING_TIME_MIN: [0] },
  },
  {
    path: 'availability',
    query: days('2013-01-27', '2013-01-30', { timezone: 'UTC' }),
    body: {
      '2013-01-27': { hours: 0.01 },
      '2013-01-28': { hours: 7.85 },
      '2013-01-29': { hours: 7.99 },
      '2013-01-30': { hours: 2.28 },
    },
    values: { AVAILABILITY: [36, 28_260, 28_764, 8208] },
  },
  {
    path: 'chats/chatting_time',
    query: days('2013-01-25', '2013-01-27'),
    body: { '2013-01-25': { hours: 8.17 }, '2013-01-26': { hours: 9.2 }, '2013-01-27': { hours: 5.3 } },
    values: { CHATTING_TIME: [29_412, 33_120, 19_080] },
  },
  {
    path: 'chats/first_response_time',
    query: days('2014-01-10', '2014-01-12', { group_by: 'day' }),
    body: {
      '2014-01-10': { first_response_time: { count: 5, seconds: 0.83 } },
      '2014-01-11': { first_response_time: { count: 1, seconds: 1.3 } },
      '2014-01-12': { first_response_time: { count: 0, seconds: null } },
    },
    values: { FIRST_RESPONSE_TIME: [0.83, 1.3, null] },
  },
  {
    path: 'chats/response_time',
    query: days('2014-01-10', '2014-01-12', { group_by: 'day' }),
    body: {
      '2014-01-10': { avg_response_time: { count: 5, seconds: 0.83 } },
      '2014-01-11': { avg_response_time: { count: 1, seconds: 1.3 } },
      '2014-01-12': { avg_response_time: { count: 0, seconds: 0 } },
    },
    values: { RESPONSE_TIME: [0.83, 1.3, null] },
  },
  {
    path: 'chats/agents_occupancy',
    query: { weekday: 'mon' },
    body: labelHours(occupancy, '2015-03-16 ', (value) => value),
    values: { PEAK_CONCURRENT_CHATS: occupancy },
  },
  {
    path: 'chats/goals',
    query: days('2013-01-01', '2013-01-01', byDay),
    body: { '2013-01-01': { goals: 4, value: { USD: { sales_count: 1, value: 100 } } } },
    values: { GOALS: [4] },
  },
  {
    path: 'chats/greetings',
    query: days('2014-01-13', '2014-01-14', byDay),
    body: {
      '2014-01-13': { displayed: 274, accepted: 190, goals: 40 },
      '2014-01-14': { displayed: 146, accepted: 88, goals: 22 },
    },
    values: { GREETINGS_DISPLAYED: [274, 146], GREETINGS_ACCEPTED: [190, 88], GREETING_GOALS: [40, 22] },
  },
]
