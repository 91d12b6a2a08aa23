import { subscribe } from './event-stream.ts'
import type { GraphQLAnswer } from './gateway.ts'
import { askForParts } from './parts.ts'

/** What comes of any operation: all parts of a query, or the first event of a subscription. */
export async function askAnything(
  url: string,
  operation: string,
  variables: Record<string, unknown> = {},
): Promise<readonly Partial<GraphQLAnswer>[]> {
  if (/^\s*subscription\b/m.test(operation)) {
    const stream = await subscribe(url, operation, variables)
    const answer = await stream.next()
    stream.close()
    return answer ? [answer] : []
  }
  const answers: Partial<GraphQLAnswer>[] = []
  for await (const { data, errors, incremental = [] } of askForParts(url, operation, variables))
    answers.push(...(data ? [{ data, ...(errors && { errors }) }] : []), ...incremental)
  return answers
}
