/** A share of a semaphore's capacity that is held until it is released. */
export interface Lease {
  /** The weight that was acquired. */
  readonly weight: number
  /** Releases all but this weight; a larger weight than the current one is ignored. */
  shrink(weight: number): void
  /** Releases the rest. Later calls do nothing. */
  release(): void
}

export interface WeightedSemaphore {
  readonly capacity: number
  /**
   * Waits, first come first served, until this weight is free. Rejects with the signal's reason if it is aborted first.
   * A weight above the capacity is never free.
   */
  acquire(weight: number, signal: AbortSignal): Promise<Lease>
  /** The same without waiting; undefined if this weight is not free. */
  tryAcquire(weight: number): Lease | undefined
}

interface Waiter {
  readonly weight: number
  readonly start: (lease: Lease) => void
}

/** Limits the total weight of the leases that are held at the same time. */
export function createWeightedSemaphore(capacity: number): WeightedSemaphore {
  const waiters = new Set<Waiter>()
  let free = capacity

  function lease(weight: number): Lease {
    let held = weight
    free -= weight
    const shrink = (to: number) => {
      if (to >= held) return
      free += held - to
      held = to
      startWaiters()
    }
    return { weight, shrink, release: () => shrink(0) }
  }

  function startWaiters(): void {
    for (const waiter of waiters) {
      if (waiter.weight > free) return
      waiters.delete(waiter)
      waiter.start(lease(waiter.weight))
    }
  }

  return {
    capacity,
    tryAcquire: (weight) => (weight > free ? undefined : lease(weight)),
    acquire(weight, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const cancel = () => {
          waiters.delete(waiter)
          // The next waiter may need less.
          startWaiters()
          reject(signal.reason)
        }
        const waiter: Waiter = {
          weight,
          start(acquired) {
            signal.removeEventListener('abort', cancel)
            resolve(acquired)
          },
        }
        signal.addEventListener('abort', cancel, { once: true })
        waiters.add(waiter)
        startWaiters()
      })
    },
  }
}

/** Acquires within a time limit; undefined if the time is over or the signal is aborted first. */
export async function acquireWithin<T>(
  acquire: (signal: AbortSignal) => Promise<T>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  // Not AbortSignal.any with AbortSignal.timeout, which Node 20 may collect before it fires.
  const timeout = new AbortController()
  const abort = () => timeout.abort()
  const timer = setTimeout(abort, milliseconds)
  signal.addEventListener('abort', abort)
  if (signal.aborted) abort()
  try {
    return await acquire(timeout.signal)
  } catch (error) {
    if (timeout.signal.aborted) return undefined
    throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}
