import type { FormattedExecutionResult } from 'graphql'
import type { TypedDocumentString } from '../test/generated/graphql.ts'

/** Asks the gateway at `url`: the document knows the types of its variables and of its answer. */
export const createClient =
  (url: string) =>
  async <Answer, Variables>(document: TypedDocumentString<Answer, Variables>, variables: Variables) => {
    const body = JSON.stringify({ query: document, variables })
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    return (await response.json()) as FormattedExecutionResult<Answer>
  }
