import { agents, groups } from './agents.ts'
import type { Endpoint } from './endpoint.ts'
import { entriesWithin } from './timeline.ts'

const countTagged = (entries: readonly { readonly tags: readonly string[] }[], tag: string) =>
  entries.filter(({ tags }) => tags.includes(tag)).length

/** Only of the groups asked for: LiveChat's page does not say that group 0 stands for all of them here. */
const areOf =
  (wanted: readonly number[]) =>
  ({ group }: { readonly group: number }): boolean =>
    wanted.length === 0 || wanted.includes(group)

/** The names behind the ids and logins of the reports, by path. */
export const lists: Readonly<Record<string, Endpoint>> = {
  '/agents': agents,
  '/groups': groups,
  '/tags': {
    parameters: ['group'],
    answer: ({ events, chats, createdTickets, beginning }, { selection, horizon, now }) => {
      const past = { from: Number.NEGATIVE_INFINITY, to: horizon }
      return events.tags.filter(areOf(selection.groups)).map(({ name, group }) => ({
        name,
        author: events.agents[0]?.login ?? '',
        creation_date: Math.floor(Math.min(beginning, now)),
        count: {
          inChats: countTagged(entriesWithin(chats, past), name),
          inTickets: countTagged(entriesWithin(createdTickets, past), name),
        },
        group,
      }))
    },
  },
  '/goals': {
    parameters: ['type'],
    answer: ({ events }, { goalType }) =>
      events.goals
        .map(({ id, name }) => ({ id, name, active: 1, type: 'url' }))
        .filter(({ type }) => goalType === null || type === goalType),
  },
  '/greetings': {
    parameters: ['group'],
    answer: ({ events }, { selection }) =>
      events.greetingRules
        .filter(areOf(selection.groups))
        .map(({ id, name }) => ({ id, active: true, name, rules: [], properties: {} })),
  },
}
