import { createBudget } from '../../src/http/budget.ts'
import { createMinuteRule } from '../../src/http/budget-rule.ts'
import { createEdge, type Edge, type EdgeOptions, type EdgeRequest } from '../../src/http/edge.ts'
import { defaultRetry } from '../../src/http/retries.ts'
import { type Gap, GapError } from '../../src/report/error.ts'
import { type RawAnswer, type RawHandler, type RawUpstream, startRawUpstream } from './raw-upstream.ts'

const opened: { close(): Promise<void> }[] = []

/** Closes what a test has started and opened; for afterEach. */
export async function closeAll(): Promise<void> {
  for (const one of opened.splice(0).reverse()) await one.close()
}

export function closeLater<T extends { close(): Promise<void> }>(one: T): T {
  opened.push(one)
  return one
}

export async function startUpstream(handler: RawHandler): Promise<RawUpstream> {
  return closeLater(await startRawUpstream(handler))
}

export function openEdge(url: string, options: Partial<EdgeOptions> = {}): Edge {
  return closeLater(createTestEdge(url, options))
}

/** An edge that its test closes itself. It asks once, unless told to try again. */
export const createTestEdge = (url: string, options: Partial<EdgeOptions> = {}): Edge =>
  createEdge({
    baseUrl: url,
    headers: { 'api-access-token': 'secret-token' },
    inFlight: 4,
    budget: createBudget(createMinuteRule(1_000_000), options.clock ?? Date.now),
    attemptTimeout: 60_000,
    deadline: 10_000,
    pauseAfter429: () => 60_000,
    retry: { ...defaultRetry, attempts: 1 },
    ...options,
  })

/** An edge and the upstream that it reads. */
export async function startEdge(
  answer: RawAnswer | RawHandler,
  options: Partial<EdgeOptions> = {},
): Promise<readonly [Edge, RawUpstream]> {
  const upstream = await startUpstream(typeof answer === 'function' ? answer : () => answer)
  return [openEdge(upstream.url, options), upstream]
}

export const request: EdgeRequest = { path: '/reports', isBudgeted: true }

/** The gap that a reading ends in. */
export async function readGap(reading: Promise<string>): Promise<Gap> {
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof GapError) return error.gap
  throw new Error('there is an answer, or an error that is no gap', { cause: error })
}
