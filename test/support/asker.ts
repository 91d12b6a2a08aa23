import { type CallContext, neverAborted } from '../../src/report/port/call-context.ts'

/** The context of a client that never disconnects. */
export const anyone: CallContext = { caller: 'anyone', signal: neverAborted }
