import type { IncomingHttpHeaders } from 'node:http'
import { reject } from './error-response.ts'

/** The owner of a token; `other` is an administrator of other accounts on the same server. */
export type TokenOwner = 'administrator' | 'agent' | 'other' | 'bot'

/** Rails treats both spellings as one header; nginx drops the one with underscores. */
export function readToken(headers: IncomingHttpHeaders): string {
  const token = headers.api_access_token ?? headers['api-access-token'] ?? ''
  return typeof token === 'string' ? token : ''
}

export function identify(token: string, tokens: Readonly<Record<string, TokenOwner>>): Exclude<TokenOwner, 'bot'> {
  if (token === '') reject('signIn')
  const owner = Object.hasOwn(tokens, token) ? tokens[token] : undefined
  if (!owner) reject('invalidToken')
  return owner === 'bot' ? reject('bot') : owner
}
