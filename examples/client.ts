import type { FormattedExecutionResult } from 'graphql'
import type { TypedDocumentString } from '../test/generated/graphql.ts'

/** Asks the gateway at `url`, with a key where it wants one; the document brings the types of variables and answer. */
export const createClient =
  (url: string, key = 'none') =>
  async <Answer, Variables>(document: TypedDocumentString<Answer, Variables>, variables: Variables) => {
    const body = JSON.stringify({ query: document, variables })
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` }
    const response = await fetch(url, { method: 'POST', headers, body })
    return (await response.json()) as FormattedExecutionResult<Answer>
  }
