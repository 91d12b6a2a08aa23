import { hash } from 'node:crypto'

/**
 * The part of a key that Redis Cluster hashes: keys of one account are in one slot, so that one command or script may
 * use several. A digest, so that keys name no account.
 */
export const toHashTag = (account: string): string => `{${hash('sha256', account, 'base64url').slice(0, 16)}}`
