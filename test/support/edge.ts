import { type Gap, GapError } from '../../src/report/port/error.ts'
import { defaultRetry } from '../../src/upstream/circuit-breaker.ts'
import {
  createUpstreamClient,
  type UpstreamClient,
  type UpstreamClientOptions,
  type UpstreamRequest,
} from '../../src/upstream/client.ts'
import { createFixedWindow } from '../../src/upstream/rate-limit/rate-limit-rule.ts'
import { createRateLimiter } from '../../src/upstream/rate-limit/rate-limiter.ts'
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

export function openEdge(url: string, options: Partial<UpstreamClientOptions> = {}): UpstreamClient {
  return closeLater(createTestEdge(url, options))
}

/** An upstream client that the test closes. It sends each call once by default. */
export const createTestEdge = (url: string, options: Partial<UpstreamClientOptions> = {}): UpstreamClient =>
  createUpstreamClient({
    baseUrl: url,
    headers: { 'api-access-token': 'secret-token' },
    inFlight: 4,
    budget: createRateLimiter(createFixedWindow(1_000_000), options.clock ?? Date.now),
    attemptTimeout: 60_000,
    deadline: 10_000,
    pauseAfter429: () => 60_000,
    retry: { ...defaultRetry, attempts: 1 },
    ...options,
  })

/** An edge and the upstream that it reads. */
export async function startEdge(
  answer: RawAnswer | RawHandler,
  options: Partial<UpstreamClientOptions> = {},
): Promise<readonly [UpstreamClient, RawUpstream]> {
  const upstream = await startUpstream(typeof answer === 'function' ? answer : () => answer)
  return [openEdge(upstream.url, options), upstream]
}

export const request: UpstreamRequest = { path: '/reports', isBudgeted: true }

/** The gap that a mapping ends in. */
export async function readGap(mapping: Promise<string>): Promise<Gap> {
  const error = await mapping.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof GapError) return error.gap
  throw new Error('there is an answer, or an error that is no gap', { cause: error })
}
