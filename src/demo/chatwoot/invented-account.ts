import { people } from '../people.ts'
import type { ChatwootAgent, ChatwootInbox, ChatwootRows } from './rows.ts'

const agents: readonly ChatwootAgent[] = [
  ...people.map((person, index) => ({ id: index + 1, ...person, role: 'agent' as const })),
  { id: 9, name: 'Demo Admin', email: 'admin@demo.example', role: 'administrator' },
]

const inboxes = {
  website: inbox(1, 'Website', 'Channel::WebWidget', 'Europe/Warsaw'),
  mail: inbox(2, 'Support Mail', 'Channel::Email', 'Europe/Warsaw'),
  shop: inbox(3, 'US Shop', 'Channel::WebWidget', 'America/New_York'),
  whatsApp: inbox(4, 'WhatsApp', 'Channel::Whatsapp', 'America/New_York'),
  api: { ...inbox(5, 'Backend API', 'Channel::Api', 'UTC'), hasWorkingHours: false },
}

function inbox(id: number, name: string, channelType: string, timeZone: string): ChatwootInbox {
  return { id, name, channelType, timeZone, hasWorkingHours: true }
}

export const inventedAccount = {
  agents,
  inboxes: Object.values(inboxes),
  teams: [
    { id: 1, name: 'billing' },
    { id: 2, name: 'europe' },
    { id: 3, name: 'americas' },
  ],
  labels: ['bug', 'delivery', 'feature-request', 'refund', 'vip'].map((title, index) => ({ id: index + 1, title })),
} as const satisfies Partial<ChatwootRows>

/** Inboxes in which a bot may reply first. */
export const botInboxes: ReadonlySet<ChatwootInbox> = new Set([inboxes.website, inboxes.whatsApp])

/** An office handles its share of the conversations of a day. */
export interface Office {
  readonly zone: string
  readonly share: number
  readonly teamId: number
  readonly agentIds: readonly number[]
  /** Work from January to April of every year. Rows still contain their ids afterwards, the list of agents does not. */
  readonly seasonalAgentIds: readonly number[]
  readonly inboxes: readonly ChatwootInbox[]
}

export const offices: readonly Office[] = [
  {
    zone: 'Europe/Warsaw',
    share: 0.55,
    teamId: 2,
    agentIds: [1, 2, 2, 3, 3, 3, 4],
    seasonalAgentIds: [10, 10],
    inboxes: [inboxes.website, inboxes.website, inboxes.mail, inboxes.api],
  },
  {
    zone: 'America/New_York',
    share: 0.45,
    teamId: 3,
    agentIds: [5, 6, 6, 7, 8],
    seasonalAgentIds: [],
    inboxes: [inboxes.shop, inboxes.shop, inboxes.whatsApp, inboxes.mail],
  },
]

/** The ids of the agents who work at `at` (Unix seconds). An id that occurs more often gets more conversations. */
export function listStaff({ agentIds, seasonalAgentIds }: Office, at: number): readonly number[] {
  const isInSeason = new Date(at * 1000).toISOString().slice(5) < '05-01'
  return isInSeason ? [...agentIds, ...seasonalAgentIds] : agentIds
}
