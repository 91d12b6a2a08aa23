import { once } from 'node:events'
import type { Server } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

export interface ShutdownOptions {
  readonly server: Server
  /** Milliseconds for which questions are still taken, by those who have not seen that it is not ready. */
  readonly delay: number
  /** Milliseconds after which the process ends, whoever is not answered yet. */
  readonly timeout: number
  markStopping(): void
  /** Ends connections on which nothing is answered. */
  closeUnused(): void
  /** Ends subscriptions, which would last. */
  endSubscriptions(): void
  /** What is left to close once nobody waits for an answer. */
  close(): Promise<unknown>
}

/** Ends the process when it is told to, once all answers under way are out; at once when it is told again. */
export function shutDownOnSignals({
  server,
  delay,
  timeout,
  markStopping,
  closeUnused,
  endSubscriptions,
  close,
}: ShutdownOptions): void {
  let isStopping = false
  const stop = async () => {
    if (isStopping) process.exit(1)
    isStopping = true
    setTimeout(() => process.exit(), timeout).unref()
    markStopping()
    await wait(delay)
    endSubscriptions()
    const closed = once(server, 'close')
    server.close()
    // Connections are kept for a next request, which is not waited for.
    const closing = setInterval(closeUnused, 50)
    await closed
    clearInterval(closing)
    await close()
    // A collector of traces that does not answer would hold up the end.
    process.exit()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}
