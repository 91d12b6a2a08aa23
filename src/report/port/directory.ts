import type { CallContext } from './call-context.ts'
import type { Member } from './port.ts'

type ReadList = (callContext: CallContext) => Promise<readonly Member[]>

/** What an account's lists say, kept for a while. Each throws GapError; empty where the product has no such thing. */
export interface Directory {
  readonly agents: ReadList
  readonly teams: ReadList
  readonly inboxes: ReadList
  readonly tags: ReadList
  readonly goals: ReadList
  readonly greetings: ReadList
  /** The product's version, where it tells; throws GapError when it cannot be reached. */
  readonly version: (callContext: CallContext) => Promise<string | undefined>
}

export type ListName = Exclude<keyof Directory, 'version'>
