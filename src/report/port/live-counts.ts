/** What is going on at a source right now. */
export interface LiveCounts {
  readonly open: number
  readonly unattended: number
  readonly unassigned: number
  readonly pending?: number
  /** Every agent, those without an open conversation too; not read unless called. */
  readonly byAgent: () => Promise<
    readonly { readonly email: string; readonly open: number; readonly unattended: number }[]
  >
}
