import type { RequestRejected } from '../auth/permission.ts'

/** Headers of a request on which the response depends. */
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

/** The response to a request that is rejected before its body is read. */
export function toErrorResponse({ accept, authorization }: RequestHeaders, rejection: RequestRejected): ErrorResponse {
  const { message, code, status, retryAfter } = rejection
  // RFC 6750: a request without credentials gets only the scheme, one with credentials also the error.
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
