import { EventEmitter, once } from 'node:events'
import { onTestFinished } from 'vitest'
import type { Config, SourceConfig } from '../../src/config/config.ts'
import type { LogLevel } from '../../src/telemetry/log-level.ts'
import type { Tracing } from '../../src/telemetry/tracing.ts'
import { startListeningGateway } from './listening-gateway.ts'
import { createTestTelemetry } from './telemetry.ts'

export type LogLine = Readonly<Record<string, unknown>>

export interface WatchedGateway {
  readonly url: string
  /** All lines so far, as they were written. */
  readonly text: () => string
  /** Lines with this message, once there are so many. */
  told(count: number, message?: string): Promise<readonly LogLine[]>
  /** `/metrics`, as anybody reads it. */
  readMetrics(): Promise<string>
  endStreams(): void
}

export interface WatchOptions extends Partial<Config> {
  readonly tracing?: Tracing | undefined
  readonly level?: LogLevel
}

/** A complete gateway over HTTP that records its log, metrics and traces; closed after the test. */
export async function startWatchedGateway(
  sources: readonly SourceConfig[],
  { tracing, level = 'info', ...settings }: WatchOptions = {},
): Promise<WatchedGateway> {
  const texts: string[] = []
  const lines: LogLine[] = []
  const events = new EventEmitter()
  const write = (line: string) => {
    texts.push(line)
    lines.push(JSON.parse(line))
    events.emit('line')
  }
  const telemetry = createTestTelemetry({ logLevel: level, tracing, write })
  const gateway = await startListeningGateway(sources, Date.now, settings, telemetry)
  onTestFinished(async () => {
    await gateway.close()
    await telemetry.close()
  })
  return {
    url: gateway.url,
    endStreams: gateway.endStreams,
    text: () => texts.join(''),
    async told(count, message = 'operation') {
      for (;;) {
        const told = lines.filter(({ msg }) => msg === message)
        if (told.length >= count) return told
        await once(events, 'line')
      }
    },
    readMetrics: async () => (await fetch(new URL('/metrics', gateway.url))).text(),
  }
}
