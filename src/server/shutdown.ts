import { once } from 'node:events'
import type { Server } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

export interface ShutdownOptions {
  readonly server: Server
  /** Milliseconds for which requests are still accepted, until load balancers notice the failing readiness probe. */
  readonly delay: number
  /** Milliseconds after which the process ends even with responses in progress. */
  readonly timeout: number
  markStopping(): void
  /** Closes connections without a response in progress. */
  closeUnused(): void
  /** Ends subscriptions, which would otherwise stay open. */
  endSubscriptions(): void
  /** Closes everything else, after the last response. */
  close(): Promise<unknown>
}

/** Graceful shutdown: on SIGINT or SIGTERM, exits after the last response in progress; on a second signal, at once. */
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
    // Idle keep-alive connections would keep the server open.
    const closing = setInterval(closeUnused, 50)
    await closed
    clearInterval(closing)
    await close()
    // An unresponsive trace collector would otherwise delay the exit.
    process.exit()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}
