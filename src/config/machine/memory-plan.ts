/** How much of the heap each kind of use may take, so that their sum stays below its limit. */
export interface MemoryPlan {
  /** Bytes that the heap may grow to. */
  readonly heapBytes: number
  /** Values of all responses that are computed and written at the same time. */
  readonly inFlightValues: number
  /** Bytes of all request bodies that are read, parsed and executed at the same time. */
  readonly bodyBytes: number
  /** Bytes of rows that are cached. */
  readonly seriesCacheBytes: number
  /** Bytes of responses that are cached. */
  readonly responseCacheBytes: number
  /** Bytes of parsed documents that are cached, and of the errors of invalid ones. */
  readonly documentCacheBytes: number
  readonly errorCacheBytes: number
  /** Bytes of all upstream responses that are being read. */
  readonly upstreamBytes: number
}

/** A value of a response while it is computed, with its garbage: 165 to 260 measured on Node 20. */
const bytesPerValue = 400

/** Values that one core computes within the default deadline of 10 s: with more at the same time, all would be late. */
const computableValues = 1_000_000

/** The bytes of a body, its text and what it is parsed into, which is bounded to 10,000 values. */
const bytesPerBodyByte = 4

/** What caches take where the heap is large enough. */
const caches = {
  seriesCacheBytes: 32_000_000,
  responseCacheBytes: 16_000_000,
  documentCacheBytes: 40_000_000,
  errorCacheBytes: 10_000_000,
}

/**
 * Half of the heap is for responses; an eighth each for request bodies, upstream bodies and caches; the last eighth is for
 * the code and everything small.
 */
export function planMemory(heapBytes: number, inFlightValues?: number): MemoryPlan {
  const eighth = heapBytes / 8
  const scale = Math.min(1, eighth / 98_000_000)
  return {
    heapBytes,
    inFlightValues: inFlightValues ?? Math.min(computableValues, Math.floor((4 * eighth) / bytesPerValue)),
    bodyBytes: Math.floor(eighth / bytesPerBodyByte),
    seriesCacheBytes: Math.floor(caches.seriesCacheBytes * scale),
    responseCacheBytes: Math.floor(caches.responseCacheBytes * scale),
    documentCacheBytes: Math.floor(caches.documentCacheBytes * scale),
    errorCacheBytes: Math.floor(caches.errorCacheBytes * scale),
    upstreamBytes: Math.floor(eighth),
  }
}

/** The plan in a sentence, for the log at start. */
export const describeMemoryPlan = (plan: MemoryPlan): string =>
  `Memory: heap limit ${toMegabytes(plan.heapBytes)}; up to ${plan.inFlightValues.toLocaleString('en-US')} response values and ${toMegabytes(plan.bodyBytes)} of request bodies in progress, ${toMegabytes(plan.upstreamBytes)} of upstream responses, ${toMegabytes(plan.seriesCacheBytes + plan.responseCacheBytes + plan.documentCacheBytes + plan.errorCacheBytes)} of caches.`

const toMegabytes = (bytes: number): string => `${Math.round(bytes / 100_000) / 10} MB`
