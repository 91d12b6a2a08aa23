import { afterAll, beforeAll } from 'vitest'
import type { SourceConfig } from '../../src/config/config.ts'
import type { ChatwootRows } from '../../src/demo/chatwoot/rows.ts'
import type { LiveChatEvents } from '../../src/demo/livechat/events.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from './gateway.ts'

export interface OpenedGateways {
  /** A gateway over the one Chatwoot account, and a LiveChat organisation of its own. */
  open(events: LiveChatEvents, settings?: Partial<SourceConfig>): Promise<TestGateway>
  /** Closes these, too, after the last test of the file. */
  closeLater(...others: readonly { close(): Promise<void> }[]): void
}

/** Gateways over both products, which are closed after the last test of the file. */
export function shareChatwoot(rows: ChatwootRows, now: number): OpenedGateways {
  const opened: { close(): Promise<void> }[] = []
  let support: Awaited<ReturnType<typeof startChatwootSource>>

  beforeAll(async () => {
    support = await startChatwootSource(rows, now)
    opened.push(support[1])
  })

  afterAll(async () => {
    for (const one of opened.reverse()) await one.close()
  })

  return {
    async open(events, settings) {
      const [sales, upstream] = await startLiveChatSource(events, now, settings)
      const gateway = startGateway([support[0], sales], () => now, { deadline: 60_000 })
      opened.push(upstream, gateway)
      return gateway
    },
    closeLater: (...others) => void opened.push(...others),
  }
}
