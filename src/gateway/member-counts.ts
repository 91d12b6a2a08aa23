import { withTimeout } from '../concurrency/event-loop.ts'
import { assumedMembers, type ListName } from '../report/port/directory.ts'
import { GapError } from '../report/port/error.ts'
import type { Loaders } from '../report/port/loaders.ts'
import type { Source } from '../report/port/source.ts'

/** How many members the lists of the sources have, as far as an operation has read them. */
export interface MemberCounts {
  /** The number of members, or an assumed number. */
  peek(source: Source, list: ListName): number
  /** The same; a list that has not been read is missing from now on. */
  count(source: Source, list: ListName): number
  readonly hasMissing: () => boolean
  /** Reads the missing lists. A source that fails or takes too long keeps the assumed number. */
  readMissing(): Promise<void>
}

/** `patience`: the milliseconds that a list may take, so that a source that hangs leaves time for the others. */
export function createMemberCounts({ listMembers }: Pick<Loaders, 'listMembers'>, patience: number): MemberCounts {
  const counts = new Map<string, number>()
  const missing = new Map<string, { readonly source: Source; readonly list: ListName }>()
  const toKey = ({ id }: Source, list: ListName) => `${id} ${list}`

  async function read(source: Source, list: ListName): Promise<number> {
    try {
      const listed = await withTimeout(listMembers(source, list), patience)
      return listed?.members.length ?? assumedMembers
    } catch (error) {
      if (error instanceof GapError) return assumedMembers
      throw error
    }
  }

  const peek = (source: Source, list: ListName) => counts.get(toKey(source, list)) ?? assumedMembers
  return {
    peek,
    count(source, list) {
      const key = toKey(source, list)
      if (!counts.has(key)) missing.set(key, { source, list })
      return peek(source, list)
    },
    hasMissing: () => missing.size > 0,
    async readMissing() {
      const lists = [...missing]
      missing.clear()
      await Promise.all(lists.map(async ([key, { source, list }]) => counts.set(key, await read(source, list))))
    },
  }
}
