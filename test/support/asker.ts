import { type CallContext, neverAborted } from '../../src/report/port/call-context.ts'

/** Asks, and never leaves. */
export const anyone: CallContext = { caller: 'anyone', signal: neverAborted }
