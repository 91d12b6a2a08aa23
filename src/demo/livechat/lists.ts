import type { Chronicle } from './chronicle.ts'
import type { Endpoint } from './endpoint.ts'
import type { Question } from './question.ts'
import { stretchesWithin } from './stretches.ts'
import { entriesWithin } from './timeline.ts'

const list = (answer: Endpoint['answer']): Endpoint => ({ parameters: [], answer })

const listAvailable = ({ shifts }: Chronicle, { now }: Question): readonly string[] =>
  stretchesWithin(shifts, { from: now, to: now + 1 }).map(({ agent }) => agent)

const statusOf = (logins: readonly string[], available: readonly string[]) =>
  logins.some((login) => available.includes(login)) ? 'accepting chats' : 'offline'

const countTagged = (entries: readonly { readonly tags: readonly string[] }[], tag: string) =>
  entries.filter(({ tags }) => tags.includes(tag)).length

/** The names behind the ids and logins of the reports, by path. */
export const lists: Readonly<Record<string, Endpoint>> = {
  '/agents': list((chronicle, question) => {
    const available = listAvailable(chronicle, question)
    return chronicle.events.agents.map(({ login, name }) => ({
      name,
      permission: 'normal',
      avatar: '',
      login,
      status: statusOf([login], available),
    }))
  }),
  '/groups': list((chronicle, question) => {
    const available = listAvailable(chronicle, question)
    return chronicle.events.groups.map(({ id, name }) => {
      const members = chronicle.events.agents.filter(({ groups }) => id === 0 || groups.includes(id))
      const agents = members.map(({ login }) => login)
      const group = { id, name, language: 'en', status: statusOf(agents, available) }
      // Group 0 is everybody and never lists its agents.
      return id === 0 ? group : { ...group, agents }
    })
  }),
  '/tags': list(({ events, chats, createdTickets, beginning }, { horizon, now }) => {
    const past = { from: Number.NEGATIVE_INFINITY, to: horizon }
    return events.tags.map((name) => ({
      name,
      author: events.agents[0]?.login ?? '',
      creation_date: Math.floor(Math.min(beginning, now)),
      count: {
        inChats: countTagged(entriesWithin(chats, past), name),
        inTickets: countTagged(entriesWithin(createdTickets, past), name),
      },
      group: 0,
    }))
  }),
  '/goals': list(({ events }) => events.goals.map(({ id, name }) => ({ id, name, active: 1, type: 'url' }))),
  '/greetings': list(({ events }) =>
    events.greetingRules.map(({ id, name }) => ({ id, active: true, name, rules: [], properties: {} })),
  ),
}
