/** What a caller may be let to read, by the words of `scopes` in the configuration and of a token's `scope`. */
export const rights = {
  reports: 'Figures of reports, leaderboards and queues.',
  people: 'Names of agents, and figures of individual agents.',
  live: 'Live figures and subscriptions.',
}

export type Right = keyof typeof rights

export const allRights = Object.keys(rights) as readonly Right[]

/** The claims of a token in which issuers usually list permissions. */
export const knownScopesClaims = ['scope', 'scp', 'scopes', 'permissions']

/** Somebody who asks, as far as it matters here. */
interface Holder {
  readonly rights: ReadonlySet<Right>
}

/** Thrown when a caller lacks a permission, before any upstream call. */
export class Forbidden extends Error {
  readonly right: Right

  constructor(right: Right) {
    super(`the permission ${right} is required`)
    this.name = 'Forbidden'
    this.right = right
  }
}

export function requireRight(caller: Holder, right: Right): void {
  if (!caller.rights.has(right)) throw new Forbidden(right)
}
