import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Pool } from 'undici'
import { GapError } from '../report/port/error.ts'
import type { Instant } from '../report/time/date.ts'
import { type Failure, needsBody, type StatusMeaning, toRequestFailure, toStatusFailure } from './failure.ts'

export interface RequestOptions extends StatusMeaning {
  readonly baseUrl: string
  /** Sent with every request, credentials included. Never sent to another origin or shown. */
  readonly headers: Headers
  /** Timeout of one attempt in milliseconds, from connecting to the last byte. */
  readonly attemptTimeout: number
  /** Shared by all sources. Absent: no limit. */
  readonly bodyMemory?: BodyMemory | undefined
}

type Headers = Readonly<Record<string, string>>

/** The body of a 200 response, or the failure. */
export type RequestResult = string | Failure

export interface Requests {
  /** Sends one request. If the signal is aborted meanwhile, the returned failure has no meaning. */
  send(
    path: string,
    query: URLSearchParams | undefined,
    signal: AbortSignal | undefined,
    extraHeaders?: Headers,
  ): Promise<RequestResult>
  /** Closes all connections and aborts requests in flight. */
  close(): Promise<void>
}

const connectTimeout = 2_000
const maxSockets = 32

/** Sends requests to one origin over keep-alive connections. */
export function createRequests(options: RequestOptions, clock: () => Instant): Requests {
  const { attemptTimeout } = options
  const { origin, pathname } = new URL(options.baseUrl)
  const basePath = pathname.replace(/\/$/, '')
  const pool = new Pool(origin, { connections: maxSockets, connect: { timeout: connectTimeout } })
  const headers = { accept: 'application/json', 'user-agent': 'support-reporting-gateway', ...options.headers }

  async function request(target: string, signal: AbortSignal, extraHeaders?: Headers): Promise<RequestResult> {
    const response = await pool.request({
      method: 'GET',
      path: target,
      headers: { ...extraHeaders, ...headers },
      signal,
    })
    const { statusCode, body } = response
    const text = needsBody(statusCode, options)
      ? await readBody(body, response.headers['content-encoding'], options.bodyMemory)
      : discardBody(body)
    return statusCode === 200 ? text : toStatusFailure(statusCode, response.headers, text, options, clock())
  }

  return {
    /** Has its own timer: undici's body timeout restarts with every chunk. */
    async send(path, query, signal, extraHeaders) {
      const cancellation = new AbortController()
      const cancel = () => cancellation.abort()
      signal?.addEventListener('abort', cancel)
      const timer = setTimeout(cancel, attemptTimeout)
      try {
        return await request(
          `${basePath}${path}${query && query.size > 0 ? `?${query}` : ''}`,
          cancellation.signal,
          extraHeaders,
        )
      } catch (reason) {
        return toRequestFailure(reason, cancellation.signal.aborted, attemptTimeout)
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', cancel)
      }
    },
    close: () => pool.destroy(),
  }
}

const maxBytes = 10_000_000

/** No compression is requested, but a proxy may compress anyway. */
const decoders: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])

/**
 * Reads a body as text. The limit applies after decompression: a small compressed body may contain gigabytes. Throws
 * GapError if the body is too large, or if all bodies in progress are too large together.
 */
export async function readBody(
  body: Readable,
  encoding: string | string[] | undefined,
  memory?: BodyMemory,
): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of decode(body, encoding)) {
      if (memory?.reserve(chunk.byteLength) === false)
        throw new GapError('UNAVAILABLE', 'the gateway is reading as much from upstreams as its memory allows')
      size += chunk.byteLength
      if (size > maxBytes) throw new GapError('BAD_RESPONSE', `the response is larger than ${maxBytes / 1e6} MB`)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks).toString('utf8')
  } finally {
    memory?.release(size)
  }
}

/** Discards a body, as if it were empty. Its error event needs a listener, otherwise it would end the process. */
export function discardBody(body: Readable): string {
  body.on('error', () => {}).destroy()
  return ''
}

function decode(body: Readable, encoding: string | string[] | undefined): Readable {
  if (encoding === undefined || encoding === 'identity') return body
  const decoder = decoders.get(String(encoding).toLowerCase())?.()
  if (!decoder) {
    discardBody(body)
    throw new GapError('BAD_RESPONSE', 'the response has an unsupported content-encoding')
  }
  body.on('error', (error) => decoder.destroy(error))
  decoder.on('close', () => body.destroy())
  return body.pipe(decoder)
}

/** Counts the bytes of all bodies that are being read, of all sources. */
export interface BodyMemory {
  /** False if the limit would be exceeded. */
  reserve(bytes: number): boolean
  release(bytes: number): void
}

export function createBodyMemory(capacity: number): BodyMemory {
  let total = 0
  return {
    reserve(bytes) {
      if (total + bytes > capacity) return false
      total += bytes
      return true
    },
    release(bytes) {
      total -= bytes
    },
  }
}
