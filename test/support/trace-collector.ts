import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CollectedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  /** 2 of who answers, 3 of who asks. */
  readonly kind: number
  readonly status: { readonly code?: number }
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: Readonly<Record<string, unknown>>
  /** Of whom they are. */
  readonly service: unknown
}

export interface TraceCollector {
  readonly url: string
  /** The spans once there are so many. */
  received(count: number): Promise<readonly CollectedSpan[]>
  /** All that was received, as it came. */
  readonly text: () => string
  /** It takes what it is sent, and answers nothing. */
  isSilent: boolean
  close(): Promise<void>
}

interface Attribute {
  readonly key: string
  readonly value: Readonly<Record<string, unknown>>
}

const toRecord = (attributes: readonly Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))

/** Takes spans as OTLP says, in JSON over HTTP on loopback. */
export async function startTraceCollector(): Promise<TraceCollector> {
  const spans: CollectedSpan[] = []
  const texts: string[] = []
  const events = new EventEmitter()
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request.setEncoding('utf8')) text += chunk
    texts.push(`${request.url} ${text}`)
    for (const { resource, scopeSpans } of JSON.parse(text).resourceSpans)
      for (const scope of scopeSpans)
        for (const span of scope.spans)
          spans.push({
            ...span,
            attributes: toRecord(span.attributes),
            service: toRecord(resource.attributes)['service.name'],
          })
    events.emit('spans')
    if (!collector.isSilent) response.setHeader('content-type', 'application/json').end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const collector: TraceCollector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    isSilent: false,
    text: () => texts.join('\n'),
    async received(count) {
      while (spans.length < count) await once(events, 'spans')
      return spans
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
  return collector
}
