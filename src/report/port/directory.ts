import type { CallContext } from './call-context.ts'
import type { Member } from './member.ts'

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
