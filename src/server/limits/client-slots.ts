/** Acquires a slot for a client. Returns an idempotent release function, or undefined if the client is at its limit. */
export type AcquireSlot = (client: string) => (() => void) | undefined

/** A semaphore for each client. */
export function createClientSlots(slotsPerClient: number): AcquireSlot {
  const counts = new Map<string, number>()
  return (client) => {
    const count = counts.get(client) ?? 0
    if (count >= slotsPerClient) return undefined
    counts.set(client, count + 1)
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      const remaining = (counts.get(client) ?? 0) - 1
      if (remaining > 0) counts.set(client, remaining)
      else counts.delete(client)
    }
  }
}
