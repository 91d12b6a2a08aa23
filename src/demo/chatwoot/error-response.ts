import type { UpstreamResponse } from '../upstream.ts'

const json = 'application/json; charset=utf-8'
// Errors that controllers do not catch are rendered by Rails, which writes the charset in upper case.
const railsJson = 'application/json; charset=UTF-8'

const responses = {
  signIn: [401, json, '{"errors":["You need to sign in or sign up before continuing."]}'],
  invalidToken: [401, json, '{"error":"Invalid Access Token"}'],
  bot: [401, json, '{"error":"Access to this endpoint is not authorized for bots"}'],
  notMember: [401, json, '{"error":"You are not authorized to access this account"}'],
  notAllowed: [401, json, '{"error":"You are not authorized to do this action"}'],
  notFound: [404, json, '{"error":"Resource could not be found"}'],
  invalidGroup: [422, json, '{"error":"invalid group_by"}'],
  rangeTooLong: [422, json, '{"error":"Date range cannot exceed 6 months"}'],
  // `head :unprocessable_entity`: no body, and no charset.
  unprocessable: [422, 'application/json', ''],
  noRoute: [404, railsJson, '{"status":404,"error":"Not Found"}'],
  noPage: [
    404,
    'text/html; charset=UTF-8',
    '<!DOCTYPE html>\n<title>The page you were looking for does not exist</title>\n',
  ],
  serverError: [500, railsJson, '{"status":500,"error":"Internal Server Error"}'],
  throttled: [429, 'text/plain', 'Retry later\n'],
} as const satisfies Record<string, readonly [status: number, contentType: string, body: string]>

type Reason = keyof typeof responses

export class ErrorResponse extends Error {
  readonly response: UpstreamResponse

  constructor(reason: Reason) {
    super(reason)
    const [status, contentType, body] = responses[reason]
    this.response = { status, body, headers: { 'content-type': contentType } }
  }
}

export function reject(reason: Reason): never {
  throw new ErrorResponse(reason)
}
