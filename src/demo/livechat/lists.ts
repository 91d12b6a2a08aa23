import { agents, groups } from './agents.ts'
import type { Endpoint } from './endpoint.ts'
import { entriesWithin } from './timeline.ts'

const countTagged = (entries: readonly { readonly tags: readonly string[] }[], tag: string) =>
  entries.filter(({ tags }) => tags.includes(tag)).length

/** Filters by the requested groups. LiveChat's documentation does not say that group 0 means all groups here. */
const isInGroups =
  (wanted: readonly number[]) =>
  ({ group }: { readonly group: number }): boolean =>
    wanted.length === 0 || wanted.includes(group)

/** The lists with the names of ids and logins in reports, by path. */
export const lists: Readonly<Record<string, Endpoint>> = {
  '/agents': agents,
  '/groups': groups,
  '/tags': {
    parameters: ['group'],
    respond: ({ events, chats, createdTickets, firstEventAt }, { selection, horizon, now }) => {
      const past = { from: Number.NEGATIVE_INFINITY, to: horizon }
      return events.tags.filter(isInGroups(selection.groups)).map(({ name, group }) => ({
        name,
        author: events.agents[0]?.login ?? '',
        creation_date: Math.floor(Math.min(firstEventAt, now)),
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
    respond: ({ events }, { goalType }) =>
      events.goals
        .map(({ id, name }) => ({ id, name, active: 1, type: 'url' }))
        .filter(({ type }) => goalType === null || type === goalType),
  },
  '/greetings': {
    parameters: ['group'],
    respond: ({ events }, { selection }) =>
      events.greetingRules
        .filter(isInGroups(selection.groups))
        .map(({ id, name }) => ({ id, active: true, name, rules: [], properties: {} })),
  },
}
