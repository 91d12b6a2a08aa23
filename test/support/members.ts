import type { SliceAnswer } from './ask-breakdown.ts'
import type { Filter } from './brute-force/answer.ts'

/** A member of a dimension as a slice names it, and the filter that means it. */
export interface KnownMember {
  readonly slice: Partial<SliceAnswer>
  readonly filter: Filter
}

interface Person {
  readonly name: string
  readonly email: string
}

interface Numbered {
  readonly id: number
  readonly name: string
}

export const toAgents = (people: readonly Person[]): readonly KnownMember[] =>
  people.map(({ name, email }) => ({ slice: { label: name, agent: { email } }, filter: { agentEmail: email } }))

export const toTags = (names: readonly string[]): readonly KnownMember[] =>
  names.map((tag) => ({ slice: { label: tag, tag }, filter: { tag } }))

export const toTeams = (source: string, teams: readonly Numbered[]): readonly KnownMember[] =>
  teams.map(({ id, name }) => ({
    slice: { label: name, team: { id: `${source}:team:${id}` }, source: { id: source } },
    filter: { team: id },
  }))

export const toInboxes = (source: string, inboxes: readonly Numbered[]): readonly KnownMember[] =>
  inboxes.map(({ id, name }) => ({
    slice: { label: name, inbox: { id: `${source}:inbox:${id}` }, source: { id: source } },
    filter: { inbox: id },
  }))
