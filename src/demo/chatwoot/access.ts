import type { IncomingHttpHeaders } from 'node:http'
import { refuse } from './refusal.ts'

/** Whom a token belongs to; `other` administers other accounts of the same server. */
export type TokenOwner = 'administrator' | 'agent' | 'other' | 'bot'

/** Rails reads both spellings as one header; nginx drops the one with underscores. */
export function readToken(headers: IncomingHttpHeaders): string {
  const token = headers.api_access_token ?? headers['api-access-token'] ?? ''
  return typeof token === 'string' ? token : ''
}

export function identify(token: string, tokens: Readonly<Record<string, TokenOwner>>): Exclude<TokenOwner, 'bot'> {
  if (token === '') refuse('signIn')
  const owner = Object.hasOwn(tokens, token) ? tokens[token] : undefined
  if (!owner) refuse('invalidToken')
  return owner === 'bot' ? refuse('bot') : owner
}
