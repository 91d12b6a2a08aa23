import { openGate } from './gate.ts'
import { json, type RawUpstream, startRawUpstream } from './raw-upstream.ts'

export interface HeldUpstream {
  readonly upstream: RawUpstream
  /** Sends the responses that it has held back, and all later ones at once. */
  readonly open: () => void
  /** Resolves when it is let. */
  readonly opened: Promise<void>
}

/** An upstream that answers with empty lists, once it is let. */
export async function startHeldUpstream(): Promise<HeldUpstream> {
  const { opened, open } = openGate()
  const upstream = await startRawUpstream(async () => {
    await opened
    return json([])
  })
  return { upstream, open, opened }
}
