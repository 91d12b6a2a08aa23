import { createSortedList, type SortedList } from './sorted-list.ts'

/** Queued calls, round robin over their callers. Only `listInOrder` sorts or visits all calls. */
export interface FairQueue<T extends Position> {
  readonly size: number
  add(call: T): void
  /** False if the call was not queued. */
  delete(call: T): boolean
  /** Removes a call, and passes the turn of its caller to the next. */
  take(call: T): void
  /** The next call, among those with and without a budget, or those of one kind. */
  first(kinds: readonly boolean[]): T | undefined
  /** The last call in the order of one kind. */
  last(isBudgeted: boolean): T | undefined
  /** The last call of one caller, of either kind. */
  lastOfCaller(caller: string): T | undefined
  /** The calls of one kind, in the order in which they will be sent. */
  listInOrder(isBudgeted: boolean): T[]
  /** The number of queued calls of one kind. */
  count(isBudgeted: boolean): number
  /** The number of queued calls of each caller, of one kind or of both. */
  countByCaller(isBudgeted?: boolean): Map<string, number>
}

/** A caller's calls: `true` for those that wait for the rate budget. */
type Queues<T extends Position> = ReadonlyMap<boolean, ReadQueue<T>>

const allKinds = [true, false]

export function createFairQueue<T extends Position>(): FairQueue<T> {
  /** In order of turns: a new caller, or one that has had its turn, is last. */
  const ring = new Map<string, Queues<T>>()
  const counts = new Map(allKinds.map((isBudgeted) => [isBudgeted, 0]))

  const count = (isBudgeted: boolean): number => counts.get(isBudgeted) ?? 0
  const addToCount = ({ isBudgeted }: T, change: 1 | -1) => counts.set(isBudgeted, count(isBudgeted) + change)
  const createQueues = (): Queues<T> => new Map(allKinds.map((isBudgeted) => [isBudgeted, createReadQueue<T>()]))
  const countOf = (queues: Queues<T>, kinds: readonly boolean[]): number =>
    kinds.reduce((sum, kind) => sum + (queues.get(kind)?.size ?? 0), 0)

  function remove(call: T): boolean {
    const queues = ring.get(call.caller)
    if (!queues?.get(call.isBudgeted)?.delete(call)) return false
    addToCount(call, -1)
    if (countOf(queues, allKinds) === 0) ring.delete(call.caller)
    return true
  }

  return {
    get size() {
      return count(true) + count(false)
    },
    add(call) {
      const queues = ring.get(call.caller) ?? createQueues()
      ring.set(call.caller, queues)
      queues.get(call.isBudgeted)?.add(call)
      addToCount(call, 1)
    },
    delete: remove,
    count,
    take(call) {
      remove(call)
      const queues = ring.get(call.caller)
      if (!queues) return
      ring.delete(call.caller)
      ring.set(call.caller, queues)
    },
    first(kinds) {
      for (const queues of ring.values()) {
        const firsts = kinds.flatMap((kind) => queues.get(kind)?.first() ?? [])
        if (firsts.length > 0) return firsts.reduce((one, other) => (other.rank < one.rank ? other : one)).call
      }
      return undefined
    },
    last(isBudgeted) {
      let longest: ReadQueue<T> | undefined
      for (const queues of ring.values()) {
        const queue = queues.get(isBudgeted)
        if (queue && queue.size >= (longest?.size ?? 1)) longest = queue
      }
      return longest?.last()
    },
    lastOfCaller(caller) {
      const lasts = allKinds.flatMap((kind) => ring.get(caller)?.get(kind)?.last() ?? [])
      return lasts.sort((one, other) => one.number - other.number).at(-1)
    },
    listInOrder(isBudgeted) {
      const queues = [...ring.values()].map((one) => one.get(isBudgeted)?.listInOrder() ?? [])
      if (queues.length < 2) return queues.flat()
      const longest = Math.max(0, ...queues.map(({ length }) => length))
      return Array.from({ length: longest }, (_, round) => queues.flatMap((queue) => queue[round] ?? [])).flat()
    },
    countByCaller: (isBudgeted) =>
      new Map(
        [...ring].map(([caller, queues]) => [
          caller,
          countOf(queues, isBudgeted === undefined ? allKinds : [isBudgeted]),
        ]),
      ),
  }
}

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
