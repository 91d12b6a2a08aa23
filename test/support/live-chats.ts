import { afterEach, beforeEach, vi } from 'vitest'
import type { Config, SourceConfig } from '../../src/config/config.ts'
import { type ChangingChats, startChangingChats } from './changing-chats.ts'
import { type EventStream, subscribe } from './event-stream.ts'
import { startListeningGateway } from './listening-gateway.ts'

export const noon = Date.parse('2026-11-20T12:00:00Z')

export interface LiveChats {
  clock: number
  chats: ChangingChats
  /** What is to be closed after the test, the last first. */
  readonly closings: (() => unknown)[]
  /** A gateway, as the way to subscribe to it. */
  start(settings?: Partial<Config>, sources?: readonly SourceConfig[]): Promise<(query: string) => Promise<EventStream>>
  pass(milliseconds: number): void
  countCalls(): number
}

/** Changing chats for each test of a file, and gateways over them whose clock and polls go as a test says. */
export function provideLiveChats(): LiveChats {
  const closings: (() => unknown)[] = []
  const live: LiveChats = {
    clock: noon,
    chats: {} as ChangingChats,
    closings,
    async start(settings = {}, sources = [live.chats.source]) {
      const gateway = await startListeningGateway(sources, () => live.clock, settings)
      closings.push(gateway.close)
      return async (query) => {
        const stream = await subscribe(gateway.url, query)
        closings.push(stream.close)
        return stream
      }
    },
    pass(milliseconds) {
      live.clock += milliseconds
      vi.advanceTimersByTime(milliseconds)
    },
    countCalls: () => live.chats.upstream.requests.length,
  }

  beforeEach(async () => {
    // The clock of the polls alone: sockets and deadlines keep their own.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    live.clock = noon
    live.chats = await startChangingChats()
    closings.push(live.chats.upstream.close)
  })

  afterEach(async () => {
    for (const close of closings.splice(0).reverse()) await close()
    vi.useRealTimers()
  })

  return live
}

export const watchReport = (fields: string, rest = '', range = 'last: "P7D"') =>
  `subscription { report(metric: CONVERSATIONS, scope: { range: { ${range} } } ${rest}) { ${fields} } }`

export const takeAll = (streams: readonly EventStream[]) => Promise.all(streams.map((stream) => stream.next()))
