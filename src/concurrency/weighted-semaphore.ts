/** A part of a semaphore's capacity that is held until it is released. */
export interface Lease {
  /** What was acquired. */
  readonly weight: number
  /** Gives back all but this much; a larger weight than the present one is ignored. */
  shrink(weight: number): void
  /** Gives back the rest. Later calls do nothing. */
  release(): void
}

export interface WeightedSemaphore {
  readonly capacity: number
  /**
   * Waits, first come first served, until this much is free; rejects with the signal's reason when it is aborted before.
   * More than the capacity is never free.
   */
  acquire(weight: number, signal: AbortSignal): Promise<Lease>
  /** The same without waiting; undefined if this much is not free. */
  tryAcquire(weight: number): Lease | undefined
}

interface Waiter {
  readonly weight: number
  readonly start: (lease: Lease) => void
}

/** Limits the sum of the weights of what is in progress. */
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
          // The one behind may need less.
          startWaiters()
          reject(signal.reason)
        }
        const waiter: Waiter = {
          weight,
          start(granted) {
            signal.removeEventListener('abort', cancel)
            resolve(granted)
          },
        }
        signal.addEventListener('abort', cancel, { once: true })
        waiters.add(waiter)
        startWaiters()
      })
    },
  }
}

/** Waits for up to so many milliseconds, and while the signal is not aborted; undefined when it had to give up. */
export async function acquireWithin<T>(
  acquire: (signal: AbortSignal) => Promise<T>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  // Not AbortSignal.any with AbortSignal.timeout, which Node 20 may collect before it fires.
  const waiting = new AbortController()
  const stop = () => waiting.abort()
  const timer = setTimeout(stop, milliseconds)
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  try {
    return await acquire(waiting.signal)
  } catch (error) {
    if (waiting.signal.aborted) return undefined
    throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}
