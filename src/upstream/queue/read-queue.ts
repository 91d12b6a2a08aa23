import { createSortedList, type SortedList } from './sorted-list.ts'

/** A queued call. */
export interface Position {
  readonly caller: string
  /** The read that it belongs to, which may have many calls. */
  readonly read: object
  /** When it arrived, in milliseconds. */
  readonly since: number
  /** Its position in the order of arrival. */
  readonly number: number
  /** Whether it waits for the rate budget. */
  readonly isBudgeted: boolean
}

/** Queued calls of one caller: shortest read first, with ageing so that long reads do not starve. */
export interface ReadQueue<T extends Position> {
  readonly size: number
  add(call: T): void
  /** False if the call was not queued. */
  delete(call: T): boolean
  /** The next call, and its rank: the call with the lowest rank is sent first. */
  first(): { readonly call: T; readonly rank: number } | undefined
  last(): T | undefined
  listInOrder(): T[]
}

interface Read<T> {
  readonly calls: SortedList<T>
  /** Arrival number of its first call. */
  number: number
  rank: number
}

/** Each call of a read counts like arriving this many milliseconds later. */
const delayPerCall = 100

export function createReadQueue<T extends Position>(): ReadQueue<T> {
  const reads = new Map<object, Read<T>>()
  const order = createSortedList<Read<T>>((one, other) => one.rank - other.rank || one.number - other.number)
  let size = 0

  const createRead = (): Read<T> => ({
    calls: createSortedList((one, other) => one.number - other.number),
    number: 0,
    rank: 0,
  })

  /** Updates the position of a read after its calls have changed. */
  function reorder(key: object, read: Read<T>): void {
    const [first] = read.calls.items
    if (!first) return void reads.delete(key)
    read.number = first.number
    read.rank = first.since + read.calls.items.length * delayPerCall
    order.add(read)
  }

  return {
    get size() {
      return size
    },
    add(call) {
      const read = reads.get(call.read) ?? createRead()
      order.delete(read)
      read.calls.add(call)
      reads.set(call.read, read)
      reorder(call.read, read)
      size += 1
    },
    delete(call) {
      const read = reads.get(call.read)
      if (!read) return false
      order.delete(read)
      const isThere = read.calls.delete(call)
      reorder(call.read, read)
      if (isThere) size -= 1
      return isThere
    },
    first() {
      const read = order.items[0]
      const call = read?.calls.items[0]
      return read && call && { call, rank: read.rank }
    },
    last: () => order.items.at(-1)?.calls.items.at(-1),
    listInOrder: () => order.items.flatMap(({ calls }) => calls.items),
  }
}
