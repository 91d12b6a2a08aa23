import { describe, expect, it } from 'vitest'
import { ask, at, twoDays } from './livechat-organisation.ts'

const days = 'date_from=2026-03-10&date_to=2026-03-11'
const noWait = { count: 0, min: { seconds: null }, max: { seconds: null }, average: { seconds: null } }
const wait = (count: number, min: number, max: number, average: number) => ({
  count,
  min: { seconds: min },
  max: { seconds: max },
  average: { seconds: average },
})
const stays = (queued: number, left: number, entered: number) => ({
  queued: { count: queued },
  left_queue: { count: left },
  entered_chat: { count: entered },
})
const engagement = (auto: number, immediate: number, manual: number) => ({
  chats_from_auto_invite: auto,
  chats_from_immediate_start: immediate,
  chats_from_manual_invite: manual,
})
const firstResponse = (count: number, seconds: number | null) => ({ first_response_time: { count, seconds } })
const response = (count: number, seconds: number | null) => ({ avg_response_time: { count, seconds } })
const greetings = (displayed: number, accepted: number, goals: number) => ({ displayed, accepted, goals })
const sources = (window: number, mail: number, chat: number) => ({
  tickets_from_chat_window: window,
  tickets_from_mail: mail,
  tickets_from_chat: chat,
})

describe('the demo LiveChat counts', () => {
  it.each([
    ['chats/total_chats', 'agent=ann@shop.example', { chats: 1 }, { chats: 1 }],
    ['chats/total_chats', 'group=1', { chats: 2 }, { chats: 1 }],
    ['chats/total_chats', 'group=0', { chats: 3 }, { chats: 1 }],
    ['chats/total_chats', 'group=1&agent=bob@shop.example', { chats: 1 }, { chats: 0 }],
    ['chats/total_chats', 'tag[]=vip', { chats: 1 }, { chats: 1 }],
    ['chats/total_chats', 'tag[]=vip&tag[]=billing', { chats: 2 }, { chats: 1 }],
    ['chats/total_chats', 'tag[]=unknown', { chats: 0 }, { chats: 0 }],
    ['chats/engagement', '', engagement(1, 1, 1), engagement(0, 1, 0)],
    ['chats/ratings', '', { bad: 1, good: 1, chats: 3 }, { bad: 0, good: 0, chats: 1 }],
    ['chats/not_replied_chats', '', { not_replied: 1 }, { not_replied: 0 }],
    ['chats/not_replied_chats', 'agent=ann@shop.example', { not_replied: 0 }, { not_replied: 0 }],
    ['chats/not_replied_chats', 'agents[]=bob@shop.example', { not_replied: 1 }, { not_replied: 0 }],
    ['chats/not_replied_chats', 'groups[]=2', { not_replied: 0 }, { not_replied: 0 }],
    ['chats/not_replied_chats', 'groups[]=2&groups[]=1', { not_replied: 1 }, { not_replied: 0 }],
    ['chats/queued_visitors', '', stays(2, 1, 1), stays(0, 0, 0)],
    ['chats/queued_visitors', 'group=2', stays(1, 1, 0), stays(0, 0, 0)],
    [
      'chats/queued_visitors/waiting_times',
      '',
      { queued: wait(2, 10, 33, 22), left_queue: wait(1, 33, 33, 33), entered_chat: wait(1, 10, 10, 10) },
      { queued: noWait, left_queue: noWait, entered_chat: noWait },
    ],
    ['availability', '', { hours: 10 }, { hours: 6 }],
    ['availability', 'group=2', { hours: 7 }, { hours: 6 }],
    ['availability', 'agent=ann@shop.example', { hours: 4 }, { hours: 0 }],
    ['availability', 'agent=ann@shop.example&group=2', { hours: 0 }, { hours: 0 }],
    ['chats/chatting_time', '', { hours: 1.42 }, { hours: 0.34 }],
    ['chats/chatting_time', 'agent=ann@shop.example', { hours: 0.5 }, { hours: 0.01 }],
    ['chats/chatting_time', 'tag[]=billing', { hours: 0.17 }, { hours: 0.34 }],
    ['chats/first_response_time', '', firstResponse(2, 15.5), firstResponse(1, 30)],
    ['chats/first_response_time', 'group=2', firstResponse(1, 21), firstResponse(0, null)],
    ['chats/response_time', '', response(3, 8), response(3, 1.33)],
    ['chats/goals', '', { goals: 1 }, { goals: 1 }],
    ['chats/goals', 'goal=71', { goals: 1 }, { goals: 0 }],
    ['chats/goals', 'agent=bob@shop.example', { goals: 0 }, { goals: 1 }],
    ['chats/greetings', '', greetings(2, 1, 1), greetings(1, 1, 1)],
    ['chats/greetings', 'goal=71', greetings(2, 1, 1), greetings(1, 1, 0)],
    ['chats/greetings', 'greeting=8', greetings(1, 0, 0), greetings(0, 0, 0)],
    ['chats/greetings', 'tag[]=vip', greetings(0, 0, 0), greetings(1, 1, 1)],
    ['tickets/new_tickets', '', { new_tickets: 2 }, { new_tickets: 1 }],
    ['tickets/new_tickets', 'group=1', { new_tickets: 1 }, { new_tickets: 1 }],
    ['tickets/first_response_time', '', { count: 1, hours: 0.83 }, { count: 1, hours: 1.3 }],
    ['tickets/solved_tickets', '', { solved_tickets: 0 }, { solved_tickets: 1 }],
    ['tickets/resolution_time', '', { count: 0, hours: null }, { count: 1, hours: 24 }],
    ['tickets/resolution_time', 'agent=bob@shop.example', { count: 0, hours: null }, { count: 0, hours: null }],
    ['tickets/ticket_sources', '', sources(1, 1, 0), sources(0, 0, 1)],
    ['tickets/ratings', '', { bad: 0, good: 0 }, { bad: 0, good: 1 }],
  ])('%s?%s', async (path, filter, first, second) => {
    expect(await ask(`/reports/${path}?${days}&${filter}`)).toEqual({ '2026-03-10': first, '2026-03-11': second })
  })

  it.each([
    ['chats/chatting_time', { '09:00': 45, '10:00': 30, '23:00': 10, '11:00': 0 }],
    ['availability', { '07:00': 0, '08:00': 60, '11:00': 60, '15:00': 60, '16:00': 0, '22:00': 60 }],
  ])('%s in minutes of each hour of one day', async (path, minutes) => {
    const answer = await ask(`/reports/${path}?date_from=2026-03-10&date_to=2026-03-10`)
    for (const [hour, expected] of Object.entries(minutes)) expect(answer[hour]).toEqual({ minutes: expected })
  })
})

describe('the occupancy of the demo LiveChat', () => {
  const path = '/reports/chats/agents_occupancy?weekday='
  const busy = (answer: Record<string, number>) => Object.fromEntries(Object.entries(answer).filter(([, most]) => most))

  it('is the maximum number of concurrent chats in each hour of the last four days with the weekday, including today', async () => {
    const tuesdays = await ask(`${path}tue`)
    expect(Object.keys(tuesdays)).toHaveLength(96)
    expect(Object.keys(tuesdays).at(0)).toBe('2026-03-03 00:00')
    expect(Object.keys(tuesdays).at(-1)).toBe('2026-03-24 23:00')
    expect(busy(tuesdays)).toEqual({ '2026-03-10 09:00': 2, '2026-03-10 10:00': 1, '2026-03-10 23:00': 1 })
    const wednesdays = await ask(`${path}wed`)
    expect(Object.keys(wednesdays).at(-1)).toBe('2026-03-18 23:00')
    expect(busy(wednesdays)).toEqual({ '2026-03-11 00:00': 1, '2026-03-11 12:00': 1 })
  })

  it('does not count a chat that ends as another starts', async () => {
    const chats = twoDays.chats
      .slice(0, 2)
      .map((chat, index) => (index === 0 ? chat : { ...chat, start: at('10T09:45') }))
    expect(busy(await ask(`${path}tue`, { events: { ...twoDays, chats } }))['2026-03-10 09:00']).toBe(1)
  })

  it('is 0 in hours that have not started', async () => {
    const now = () => at('10T09:20') * 1000
    expect(busy(await ask(`${path}tue`, { now }))).toEqual({ '2026-03-10 09:00': 2 })
  })
})

describe('the part of a range after the horizon', () => {
  it.each([
    ['has not happened', 'chats/total_chats', { chats: 2 }],
    ['has not happened when it is right on it', 'chats/goals', { goals: 0 }],
    ['is cut from a shift under way', 'availability', { hours: 1.67 }],
    ['is cut from a chat under way', 'chats/chatting_time', { hours: 0.42 }],
  ])('%s: %s', async (_, path, figures) => {
    const answer = await ask(`/reports/${path}?${days}`, { horizon: () => at('10T09:40') })
    expect(answer['2026-03-10']).toEqual(figures)
  })
})
