import type { LiveChatEvents } from '../../../src/demo/livechat/events.ts'

/** An organisation in which nothing has happened. */
export const noEvents: LiveChatEvents = {
  chats: [],
  queueStays: [],
  shifts: [],
  tickets: [],
  greetings: [],
  agents: [],
  groups: [],
  tags: [],
  goals: [],
  greetingRules: [],
}
