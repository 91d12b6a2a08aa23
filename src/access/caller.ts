import type { Instant } from '../report/date.ts'
import type { Source } from '../report/port.ts'
import type { Right } from './right.ts'

/** What somebody was let in with. */
export interface Grant {
  readonly name: string
  /** Ids of the sources that exist for him. */
  readonly sources: readonly string[] | 'ALL'
  readonly rights: ReadonlySet<Right>
  /** When it ends; streams end with it. */
  readonly expiresAt?: Instant
}

/** Who asks, and which sources exist for him: every look-up of a source goes through here. */
export interface Caller extends Omit<Grant, 'sources'> {
  readonly sources: readonly Source[]
}

/** An id of the grant that no source has means nothing. */
export const toCaller = ({ sources: ids, ...grant }: Grant, sources: readonly Source[]): Caller => ({
  ...grant,
  sources: ids === 'ALL' ? sources : sources.filter(({ id }) => ids.includes(id)),
})
