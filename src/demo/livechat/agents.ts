import type { Endpoint } from './endpoint.ts'
import type { Chronicle } from './event-index.ts'
import type { LiveChatEvents } from './events.ts'
import { stretchesWithin } from './intervals.ts'
import type { Question } from './question.ts'
import { refuse } from './refusal.ts'

type Agent = LiveChatEvents['agents'][number]

export const agents: Endpoint = {
  parameters: ['status'],
  answer: (chronicle, question) => {
    const available = listAvailable(chronicle, question)
    return chronicle.events.agents
      .map((agent) => describe(agent, available))
      .filter(({ status }) => question.status === null || status === question.status)
  },
}

/** One agent; those who left are abortError. */
export const agent = (wanted: string): Endpoint => ({
  parameters: [],
  answer: (chronicle, question) => {
    const { agents, groups } = chronicle.events
    const found = agents.find(({ login }) => login === wanted)
    if (!found) return refuse(404, 'Not found')
    return {
      ...describe(found, listAvailable(chronicle, question)),
      groups: groups.filter(({ id }) => found.groups.includes(id)),
      max_chats_count: 6,
      last_logout: findLastLogout(chronicle, question, found),
    }
  },
})

export const groups: Endpoint = {
  parameters: [],
  answer: (chronicle, question) => {
    const available = listAvailable(chronicle, question)
    return chronicle.events.groups.map(({ id, name }) => {
      const members = chronicle.events.agents.filter(({ groups }) => id === 0 || groups.includes(id))
      const agents = members.map(({ login }) => login)
      const group = { id, name, language: 'en', status: statusOf(agents, available) }
      // Group 0 is everybody and never lists its agents.
      return id === 0 ? group : { ...group, agents }
    })
  },
}

const describe = ({ login, name }: Agent, available: readonly string[]) => ({
  name,
  permission: 'normal',
  avatar: '',
  login,
  status: statusOf([login], available),
})

const listAvailable = ({ shifts }: Chronicle, { now }: Question): readonly string[] =>
  stretchesWithin(shifts, { from: now, to: now + 1 }).map(({ agent }) => agent)

const statusOf = (logins: readonly string[], available: readonly string[]) =>
  logins.some((login) => available.includes(login)) ? 'accepting chats' : 'offline'

/** 0 is never. */
const findLastLogout = ({ shifts }: Chronicle, { now }: Question, { login }: Agent): number =>
  Math.max(0, ...shifts.entries.filter(({ agent, end }) => agent === login && end <= now).map(({ end }) => end))
