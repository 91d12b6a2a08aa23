import { once } from 'node:events'
import type { Server } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

export interface ShutdownOptions {
  readonly server: Server
  /** Milliseconds for which questions are still taken, by those who have not seen that it is not ready. */
  readonly delay: number
  /** Milliseconds after which the process ends, whoever is not answered yet. */
  readonly within: number
  markStopping(): void
  /** Ends connections on which nothing is answered. */
  endUnused(): void
  /** Ends subscriptions, which would last. */
  endSubscriptions(): void
  /** What is left to close once nobody waits for an answer. */
  close(): Promise<unknown>
}

/** Ends the process when it is told to, once all answers under way are out; at once when it is told again. */
export function shutDownOnSignals({
  server,
  delay,
  within,
  markStopping,
  endUnused,
  endSubscriptions,
  close,
}: ShutdownOptions): void {
  let isTold = false
  const stop = async () => {
    if (isTold) process.exit(1)
    isTold = true
    setTimeout(() => process.exit(), within).unref()
    markStopping()
    await wait(delay)
    endSubscriptions()
    const closed = once(server, 'close')
    server.close()
    // Connections are kept for a next request, which is not waited for.
    const sweep = setInterval(endUnused, 50)
    await closed
    clearInterval(sweep)
    await close()
    // A collector of traces that does not answer would hold up the end.
    process.exit()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}
