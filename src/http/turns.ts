/** One of those that wait. */
export interface Turn {
  readonly caller: string
  /** What it is a part of: a read may take many calls. */
  readonly read: object
  /** When it came, in milliseconds. */
  readonly since: number
}

export interface Turns<T extends Turn> {
  readonly size: number
  add(one: T): void
  /** False when it was not there. */
  delete(one: T): boolean
  /** Takes one out, and its caller's turn passes to the next. */
  take(one: T): void
  /** All, in no order. */
  list(): T[]
  /** All, first those whose turn comes first. */
  listInOrder(): T[]
  /** How many of each caller wait. */
  countByCaller(isCounted?: (one: T) => boolean): Map<string, number>
}

/** A read goes before another that has waited for this many milliseconds longer, for each call that it has less. */
const yieldFor = 100

/** Callers take turns; each of them has small reads before large ones, unless those have waited long enough. */
export function createTurns<T extends Turn>(): Turns<T> {
  /** A caller who comes, or who has had his turn, is last. */
  const ring = new Map<string, Set<T>>()

  function remove(one: T): boolean {
    const own = ring.get(one.caller)
    const isThere = own?.delete(one) ?? false
    if (own?.size === 0) ring.delete(one.caller)
    return isThere
  }

  return {
    get size() {
      return [...ring.values()].reduce((sum, { size }) => sum + size, 0)
    },
    add(one) {
      ring.set(one.caller, (ring.get(one.caller) ?? new Set()).add(one))
    },
    delete: remove,
    take(one) {
      remove(one)
      const left = ring.get(one.caller)
      if (!left) return
      ring.delete(one.caller)
      ring.set(one.caller, left)
    },
    list: () => [...ring.values()].flatMap((own) => [...own]),
    listInOrder() {
      const queues = [...ring.values()].map(sortByCost)
      if (queues.length < 2) return queues.flat()
      const longest = Math.max(0, ...queues.map(({ length }) => length))
      return Array.from({ length: longest }, (_, round) => queues.flatMap((queue) => queue[round] ?? [])).flat()
    },
    countByCaller: (isCounted = () => true) =>
      new Map([...ring].map(([caller, own]) => [caller, [...own].filter(isCounted).length])),
  }
}

function sortByCost<T extends Turn>(calls: ReadonlySet<T>): T[] {
  const reads = new Map<object, { readonly since: number; size: number }>()
  for (const { read, since } of calls) {
    const known = reads.get(read)
    if (known) known.size += 1
    else reads.set(read, { since, size: 1 })
  }
  if (reads.size === 1) return [...calls]
  const rank = ({ read }: T) => {
    const { since = 0, size = 0 } = reads.get(read) ?? {}
    return since + size * yieldFor
  }
  return [...calls].sort((one, other) => rank(one) - rank(other))
}
