import type { RequestRejected } from '../auth/request-rejected.ts'

/** What of a request says how it is refused. */
interface RequestHeaders {
  readonly accept?: string | null | undefined
  readonly authorization?: string | null | undefined
}

interface ErrorResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const responseType = 'application/graphql-response+json'

/** The response to a request of which nothing is read. */
export function toErrorResponse({ accept, authorization }: RequestHeaders, rejection: RequestRejected): ErrorResponse {
  const { message, code, status, retryAfter } = rejection
  // RFC 6750: who shows nothing is told the way, and who shows something what is wrong with it.
  const bearerError = { UNAUTHENTICATED: 'invalid_token', FORBIDDEN: 'insufficient_scope' }[code as string]
  return {
    status,
    headers: {
      'content-type': accept?.includes(responseType) ? responseType : 'application/json',
      ...(bearerError && { 'www-authenticate': authorization ? `Bearer error="${bearerError}"` : 'Bearer' }),
      ...(retryAfter !== undefined && { 'retry-after': `${Math.ceil(retryAfter / 1000)}` }),
    },
    body: JSON.stringify({ errors: [{ message, extensions: { code } }] }),
  }
}
