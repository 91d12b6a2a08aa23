import { people } from '../people.ts'
import type { LiveChatEvents } from './events.ts'

const everybody = 0
const sales = 1
const support = 2

const groupsOf = [[sales], [support], [sales, support], [support], [support], [sales], [support], [sales, support]]

/** What the invented organisation consists of; the groups and rules that never change. */
export const catalog = {
  agents: people.map(({ name, email }, index) => ({ login: email, name, groups: groupsOf[index] ?? [support] })),
  groups: [
    { id: everybody, name: 'All operators' },
    { id: sales, name: 'Sales' },
    { id: support, name: 'Support' },
  ],
  tags: [
    { name: 'billing', group: everybody },
    { name: 'bug', group: support },
    { name: 'delivery', group: everybody },
    { name: 'refund', group: everybody },
    { name: 'vip', group: sales },
  ],
  goals: [
    { id: 101, name: 'Purchase' },
    { id: 102, name: 'Newsletter' },
    { id: 103, name: 'Trial' },
    { id: 104, name: 'Demo booked' },
  ],
  greetingRules: [
    { id: 201, name: 'Returning visitor', group: everybody },
    { id: 202, name: 'Pricing page', group: sales },
    { id: 203, name: 'Cart abandoned', group: everybody },
  ],
} satisfies Partial<LiveChatEvents>
