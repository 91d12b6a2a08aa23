import { request } from 'undici'
import type { GraphQLAnswer } from './gateway.ts'

export interface Part extends Partial<GraphQLAnswer> {
  readonly hasNext?: boolean
  readonly incremental?: readonly (GraphQLAnswer & { readonly path: readonly unknown[]; readonly label?: string })[]
}

/** The parts of an answer, each as soon as it has come: a plain reader of multipart/mixed. */
export async function* askForParts(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
): AsyncGenerator<Part, undefined> {
  const { body } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'multipart/mixed' },
    body: JSON.stringify({ query, variables }),
  })
  let text = ''
  for await (const chunk of body.setEncoding('utf8')) {
    const parts = (text + chunk).split('\r\n---')
    text = parts.pop() ?? ''
    for (const part of parts) if (part.includes('\r\n\r\n')) yield JSON.parse(part.slice(part.indexOf('\r\n\r\n')))
  }
  return undefined
}
