import type { CallContext } from './call-context.ts'

type ReadList = (callContext: CallContext) => Promise<readonly Member[]>

/** The lists of an account, each cached for a while. Throws GapError. A list that the product does not have is empty. */
export interface Directory {
  readonly agents: ReadList
  readonly teams: ReadList
  readonly inboxes: ReadList
  readonly tags: ReadList
  readonly goals: ReadList
  readonly greetings: ReadList
  /** The product's version; undefined if the product does not report it. Throws GapError if it cannot be reached. */
  readonly version: (callContext: CallContext) => Promise<string | undefined>
}

export type ListName = Exclude<keyof Directory, 'version'>

/** What a report can be split by, besides its sources. */
export type MemberDimension = 'AGENT' | 'TEAM' | 'INBOX' | 'TAG'

/** One agent, team, inbox, tag, goal or greeting of an account. */
export interface Member {
  /** The agent's e-mail address, the name of a tag, or the upstream id of anything else. */
  readonly key: string
  /** Display name; empty if the source has none. */
  readonly name: string
}

/**
 * The number of members a source is assumed to have before its lists are read, and the most members that a breakdown
 * reads with one call each.
 */
export const assumedMembers = 100

/** The number of open conversations of a source at the moment. */
export interface LiveCounts {
  readonly open: number
  readonly unattended: number
  readonly unassigned: number
  readonly pending?: number
  /** Counts of every agent, including agents without an open conversation; read when it is called. */
  readonly byAgent: () => Promise<
    readonly { readonly email: string; readonly open: number; readonly unattended: number }[]
  >
}
