import { request } from 'undici'
import type { GraphQLAnswer } from './gateway.ts'

export interface EventStream {
  /** The next answer; undefined once the server has ended the stream. */
  next(): Promise<GraphQLAnswer | undefined>
  /** Hangs up. */
  close(): void
}

/** Subscribes over HTTP, as any reader of Server-Sent Events does. */
export async function subscribe(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  more: Readonly<Record<string, string>> = {},
): Promise<EventStream> {
  const hangUp = new AbortController()
  const { body } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...more },
    body: JSON.stringify({ query, variables }),
    signal: hangUp.signal,
    bodyTimeout: 0,
  })
  body.on('error', () => {})
  const answers = readAnswers(body.setEncoding('utf8'))
  return {
    next: async () => (await answers.next()).value,
    close: () => hangUp.abort(),
  }
}

async function* readAnswers(chunks: AsyncIterable<string>): AsyncGenerator<GraphQLAnswer, undefined> {
  let text = ''
  for await (const chunk of chunks) {
    const events = (text + chunk).split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const [, answer] = /^event: next\ndata: (.*)$/s.exec(event) ?? []
      if (answer) yield JSON.parse(answer)
      if (event.startsWith('event: complete')) return undefined
    }
  }
  return undefined
}
