import { afterEach } from 'vitest'
import type { LiveChatEvents } from '../../src/demo/livechat/events.ts'
import { type LiveChatOptions, startLiveChat } from '../../src/demo/livechat/server.ts'
import type { DemoUpstream } from '../../src/demo/upstream.ts'

/** Unix seconds of a wall clock in Warsaw in March 2026, before the clocks changed. */
export const at = (text: string): number => Date.parse(`2026-03-${text}+01:00`) / 1000

const chat = { group: 1, engagement: 'immediate_start', rating: null, responses: [], reachedGoals: [] } as const

/** Two days of March 2026, small enough to count by hand. */
export const twoDays: LiveChatEvents = {
  chats: [
    {
      ...chat,
      start: at('10T09:15'),
      end: at('10T09:45'),
      agent: 'ann@shop.example',
      tags: ['vip'],
      rating: 'good',
      firstResponse: 10,
      responses: [5, 10],
      reachedGoals: [{ goal: 71, at: at('10T09:40') }],
    },
    {
      ...chat,
      start: at('10T09:30'),
      end: at('10T10:30'),
      agent: 'bob@shop.example',
      group: 2,
      tags: [],
      engagement: 'auto_invite',
      rating: 'bad',
      firstResponse: 21,
      responses: [9],
    },
    {
      ...chat,
      start: at('10T23:50'),
      end: at('11T00:20'),
      agent: 'bob@shop.example',
      tags: ['billing'],
      engagement: 'manual_invite',
      firstResponse: null,
      reachedGoals: [{ goal: 72, at: at('11T00:05') }],
    },
    {
      ...chat,
      start: at('11T12:00'),
      end: at('11T12:00:18'),
      agent: 'ann@shop.example',
      tags: ['vip', 'billing'],
      firstResponse: 30,
      responses: [1, 1, 2],
    },
  ],
  queueStays: [
    { enter: at('10T09:00'), leave: at('10T09:00:10'), outcome: 'entered_chat', group: 1 },
    { enter: at('10T09:05'), leave: at('10T09:05:33'), outcome: 'left_queue', group: 2 },
  ],
  shifts: [
    { agent: 'ann@shop.example', start: at('10T08:00'), end: at('10T12:00') },
    { agent: 'bob@shop.example', start: at('10T11:00'), end: at('10T16:00') },
    { agent: 'bob@shop.example', start: at('10T22:00'), end: at('11T06:00') },
  ],
  tickets: [
    {
      created: at('10T10:00'),
      firstReply: at('10T10:49:48'),
      solved: at('11T10:00'),
      source: 'mail',
      rating: { value: 'good', at: at('11T12:00') },
      agent: 'ann@shop.example',
      group: 1,
      tags: ['vip'],
    },
    {
      created: at('10T11:00'),
      firstReply: null,
      solved: null,
      source: 'chat_window',
      rating: null,
      agent: 'bob@shop.example',
      group: 2,
      tags: [],
    },
    {
      created: at('11T09:00'),
      firstReply: at('11T10:18'),
      solved: null,
      source: 'chat',
      rating: null,
      agent: 'bob@shop.example',
      group: 1,
      tags: [],
    },
  ],
  greetings: [
    { at: at('10T09:10'), greeting: 9, group: 1, accepted: true, goal: 71, tags: [] },
    { at: at('10T09:20'), greeting: 8, group: 2, accepted: false, goal: null, tags: [] },
    { at: at('11T09:10'), greeting: 9, group: 1, accepted: true, goal: 72, tags: ['vip'] },
  ],
  agents: [
    { login: 'ann@shop.example', name: 'Ann', groups: [1] },
    { login: 'bob@shop.example', name: 'Bob', groups: [1, 2] },
  ],
  groups: [
    { id: 0, name: 'All operators' },
    { id: 1, name: 'Sales' },
    { id: 2, name: 'Support' },
  ],
  tags: [
    { name: 'vip', group: 1 },
    { name: 'billing', group: 0 },
  ],
  goals: [
    { id: 71, name: 'Purchase' },
    { id: 72, name: 'Trial' },
  ],
  greetingRules: [
    { id: 8, name: 'Pricing', group: 2 },
    { id: 9, name: 'Cart', group: 0 },
  ],
}

const login = 'owner@shop.example'
const apiKey = 'secret'
export const signedIn = { authorization: `Basic ${btoa(`${login}:${apiKey}`)}`, 'x-api-version': '2' }

const started: DemoUpstream[] = []

afterEach(async () => {
  for (const upstream of started.splice(0)) await upstream.close()
})

/** A LiveChat of its own for each question, whose present is 24 March 2026, 11:30 in Warsaw. */
export async function request(path: string, headers: Record<string, string>, options: Partial<LiveChatOptions> = {}) {
  const now = () => at('24T11:30') * 1000
  const upstream = await startLiveChat({ events: twoDays, login, apiKey, timeZone: 'Europe/Warsaw', now, ...options })
  started.push(upstream)
  const answer = await fetch(upstream.url + path, { headers })
  return { status: answer.status, body: await answer.json() }
}

export const ask = async (path: string, options: Partial<LiveChatOptions> = {}) =>
  (await request(path, signedIn, options)).body
