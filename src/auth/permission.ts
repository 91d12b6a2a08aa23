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
