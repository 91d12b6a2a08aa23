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
