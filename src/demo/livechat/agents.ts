import type { Endpoint } from './endpoint.ts'
import { reject } from './error-response.ts'
import type { EventIndex } from './event-index.ts'
import type { LiveChatEvents } from './events.ts'
import { intervalsWithin } from './intervals.ts'
import type { Question } from './question.ts'

type Agent = LiveChatEvents['agents'][number]

export const agents: Endpoint = {
  parameters: ['status'],
  respond: (index, question) => {
    const available = listAvailable(index, question)
    return index.events.agents
      .map((agent) => describe(agent, available))
      .filter(({ status }) => question.status === null || status === question.status)
  },
}

/** One agent. A former agent is not found. */
export const agent = (wanted: string): Endpoint => ({
  parameters: [],
  respond: (index, question) => {
    const { agents, groups } = index.events
    const found = agents.find(({ login }) => login === wanted)
    if (!found) return reject(404, 'Not found')
    return {
      ...describe(found, listAvailable(index, question)),
      groups: groups.filter(({ id }) => found.groups.includes(id)),
      max_chats_count: 6,
      last_logout: findLastLogout(index, question, found),
    }
  },
})

export const groups: Endpoint = {
  parameters: [],
  respond: (index, question) => {
    const available = listAvailable(index, question)
    return index.events.groups.map(({ id, name }) => {
      const members = index.events.agents.filter(({ groups }) => id === 0 || groups.includes(id))
      const agents = members.map(({ login }) => login)
      const group = { id, name, language: 'en', status: statusOf(agents, available) }
      // Group 0 contains all agents and never lists them.
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

const listAvailable = ({ shifts }: EventIndex, { now }: Question): readonly string[] =>
  intervalsWithin(shifts, { from: now, to: now + 1 }).map(({ agent }) => agent)

const statusOf = (logins: readonly string[], available: readonly string[]) =>
  logins.some((login) => available.includes(login)) ? 'accepting chats' : 'offline'

/** 0 if the agent has never logged out. */
const findLastLogout = ({ shifts }: EventIndex, { now }: Question, { login }: Agent): number =>
  Math.max(0, ...shifts.entries.filter(({ agent, end }) => agent === login && end <= now).map(({ end }) => end))
