import { people } from '../people.ts'
import type { LiveChatEvents } from './events.ts'

const allGroups = 0
const sales = 1
const support = 2

const groupsOf = [[sales], [support], [sales, support], [support], [support], [sales], [support], [sales, support]]

/** Agents, groups, tags, goals and greetings of the invented organisation; they never change. */
export const catalog = {
  agents: people.map(({ name, email }, index) => ({ login: email, name, groups: groupsOf[index] ?? [support] })),
  groups: [
    { id: allGroups, name: 'All operators' },
    { id: sales, name: 'Sales' },
    { id: support, name: 'Support' },
  ],
  tags: [
    { name: 'billing', group: allGroups },
    { name: 'bug', group: support },
    { name: 'delivery', group: allGroups },
    { name: 'refund', group: allGroups },
    { name: 'vip', group: sales },
  ],
  goals: [
    { id: 101, name: 'Purchase' },
    { id: 102, name: 'Newsletter' },
    { id: 103, name: 'Trial' },
    { id: 104, name: 'Demo booked' },
  ],
  greetingRules: [
    { id: 201, name: 'Returning visitor', group: allGroups },
    { id: 202, name: 'Pricing page', group: sales },
    { id: 203, name: 'Cart abandoned', group: allGroups },
  ],
} satisfies Partial<LiveChatEvents>
