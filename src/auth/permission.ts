/** What a caller may be let to read, by the words of `scopes` in the configuration and of a token's `scope`. */
export const permissions = {
  reports: 'Figures of reports, leaderboards and queues.',
  people: 'Names of agents, and figures of individual agents.',
  live: 'Live figures and subscriptions.',
}

export type Permission = keyof typeof permissions

export const allPermissions = Object.keys(permissions) as readonly Permission[]

/** The claims of a token in which issuers usually list permissions. */
export const knownScopesClaims = ['scope', 'scp', 'scopes', 'permissions']

/** Somebody who asks, as far as it matters here. */
interface Holder {
  readonly permissions: ReadonlySet<Permission>
}

/** Thrown when a caller lacks a permission, before any upstream call. */
export class Forbidden extends Error {
  readonly permission: Permission

  constructor(right: Permission) {
    super(`the permission ${right} is required`)
    this.name = 'Forbidden'
    this.permission = right
  }
}

export function requirePermission(caller: Holder, right: Permission): void {
  if (!caller.permissions.has(right)) throw new Forbidden(right)
}
