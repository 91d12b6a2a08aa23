import { people } from '../people.ts'
import type { LiveChatEvents } from './events.ts'

const sales = 1
const support = 2

const groupsOf = [[sales], [support], [sales, support], [support], [support], [sales], [support], [sales, support]]

/** What the invented organisation consists of; the groups and rules that never change. */
export const catalog = {
  agents: people.map(({ name, email }, index) => ({ login: email, name, groups: groupsOf[index] ?? [support] })),
  groups: [
    { id: 0, name: 'All operators' },
    { id: sales, name: 'Sales' },
    { id: support, name: 'Support' },
  ],
  tags: ['billing', 'bug', 'delivery', 'refund', 'vip'],
  goals: [
    { id: 101, name: 'Purchase' },
    { id: 102, name: 'Newsletter' },
    { id: 103, name: 'Trial' },
    { id: 104, name: 'Demo booked' },
  ],
  greetingRules: [
    { id: 201, name: 'Returning visitor' },
    { id: 202, name: 'Pricing page' },
    { id: 203, name: 'Cart abandoned' },
  ],
} satisfies Partial<LiveChatEvents>
