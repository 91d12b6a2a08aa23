import type { Source } from '../report/port/source.ts'
import type { Instant } from '../report/time/date.ts'
import type { Permission } from './permission.ts'

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
