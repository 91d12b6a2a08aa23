import type { UpstreamResponse } from '../upstream.ts'

export class ErrorResponse extends Error {
  readonly response: UpstreamResponse

  constructor(status: number, text: string) {
    super(text)
    this.response = toJsonResponse({ error: text }, status)
  }
}

export function reject(status: number, text: string): never {
  throw new ErrorResponse(status, text)
}

export const toJsonResponse = (value: unknown, status = 200): UpstreamResponse => ({
  status,
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json' },
})
