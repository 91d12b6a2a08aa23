/** Takes a place for somebody. Gives back how to leave it, at the first call; undefined when all of his are taken. */
export type AcquireSlot = (who: string) => (() => void) | undefined

/** So many places for each. */
export function createKeyedSemaphore(forEach: number): AcquireSlot {
  const taken = new Map<string, number>()
  return (who) => {
    const count = taken.get(who) ?? 0
    if (count >= forEach) return undefined
    taken.set(who, count + 1)
    let isTaken = true
    return () => {
      if (!isTaken) return
      isTaken = false
      const left = (taken.get(who) ?? 0) - 1
      if (left > 0) taken.set(who, left)
      else taken.delete(who)
    }
  }
}
