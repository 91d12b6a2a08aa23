/** On whose behalf something is asked upstream. */
export interface Asker {
  /** The name of the caller who began it: callers take turns. */
  readonly caller: string
  /** Aborted once nobody waits for the answer any more. */
  readonly signal: AbortSignal
  /** Told of each call as it is sent. */
  readonly onCall?: () => void
}
