import type { Source } from '../report/port/source.ts'
import type { Instant } from '../report/time/date.ts'

/** Permissions by their names in the setting `scopes` and in the `scope` claim of tokens. */
export const permissions = {
  reports: 'Figures of reports, leaderboards and queues.',
  people: 'Names of agents, and figures of individual agents.',
  live: 'Live figures and subscriptions.',
}

export type Permission = keyof typeof permissions

export const allPermissions = Object.keys(permissions) as readonly Permission[]

/** The claims of a token in which issuers usually list permissions. */
export const knownScopesClaims = ['scope', 'scp', 'scopes', 'permissions']

interface PermissionHolder {
  readonly permissions: ReadonlySet<Permission>
}

/** Thrown when a caller lacks a permission, before any upstream call. */
export class Forbidden extends Error {
  readonly permission: Permission

  constructor(permission: Permission) {
    super(`the permission ${permission} is required`)
    this.name = 'Forbidden'
    this.permission = permission
  }
}

export function requirePermission(caller: PermissionHolder, permission: Permission): void {
  if (!caller.permissions.has(permission)) throw new Forbidden(permission)
}

/** An authenticated client. */
export interface Identity {
  readonly name: string
  /** Ids of the sources that it may read. */
  readonly sources: readonly string[] | 'ALL'
  readonly permissions: ReadonlySet<Permission>
  /** When its token expires; its subscriptions end then. */
  readonly expiresAt?: Instant
}

/** An identity with the sources that it may read. Every look-up of a source uses this list. */
export interface Caller extends Omit<Identity, 'sources'> {
  readonly sources: readonly Source[]
}

/** Ids without a source are ignored. */
export const toCaller = ({ sources: ids, ...identity }: Identity, sources: readonly Source[]): Caller => ({
  ...identity,
  sources: ids === 'ALL' ? sources : sources.filter(({ id }) => ids.includes(id)),
})

const statuses = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  MISDIRECTED_REQUEST: 421,
  TOO_MANY_REQUESTS: 429,
  TOO_MANY_OPERATIONS: 429,
  AUTHENTICATION_UNAVAILABLE: 503,
  OVERLOADED: 503,
} as const

/** A request that is rejected before its body is read. */
export class RequestRejected extends Error {
  readonly code: keyof typeof statuses
  /** HTTP status of the response. */
  readonly status: number
  /** Milliseconds after which a retry may succeed. */
  readonly retryAfter: number | undefined

  constructor(code: keyof typeof statuses, message: string, retryAfter?: number) {
    super(message)
    this.name = 'RequestRejected'
    this.code = code
    this.status = statuses[code]
    this.retryAfter = retryAfter
  }
}
