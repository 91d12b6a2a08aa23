import type { Source } from '../report/port/port.ts'
import type { Instant } from '../report/time/date.ts'
import type { Permission } from './permission.ts'

/** What somebody was let in with. */
export interface Identity {
  readonly name: string
  /** Ids of the sources that exist for him. */
  readonly sources: readonly string[] | 'ALL'
  readonly permissions: ReadonlySet<Permission>
  /** When it ends; streams end with it. */
  readonly expiresAt?: Instant
}

/** Who asks, and which sources exist for him: every look-up of a source goes through here. */
export interface Caller extends Omit<Identity, 'sources'> {
  readonly sources: readonly Source[]
}

/** An id of the grant that no source has means nothing. */
export const toCaller = ({ sources: ids, ...grant }: Identity, sources: readonly Source[]): Caller => ({
  ...grant,
  sources: ids === 'ALL' ? sources : sources.filter(({ id }) => ids.includes(id)),
})
