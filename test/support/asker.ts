import { type Asker, unending } from '../../src/report/asker.ts'

/** Asks, and never leaves. */
export const anyone: Asker = { caller: 'anyone', signal: unending }
