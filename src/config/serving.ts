import { z } from 'zod'
import { parseHostName } from './host-name.ts'
import { type PersistedDocuments, persistedDocuments, readPersistedDocuments } from './persisted-documents.ts'
import { wholeNumber } from './whole-number.ts'

const limitSettings = z.strictObject({
  bodyBytes: wholeNumber(1_000, 25_000_000).default(1_000_000).describe('Bytes of one request.'),
  tokens: wholeNumber(10, 100_000).default(1_000).describe('Words and signs of one document.'),
  depth: wholeNumber(2, 100).default(12).describe('Fields within fields.'),
  aliases: wholeNumber(0, 10_000)
    .default(30)
    .describe('Fields of one operation under another name, fragments counted.'),
  rootFields: wholeNumber(1, 10_000).default(30).describe('Fields at the top of one operation, fragments counted.'),
  directives: wholeNumber(0, 10_000).default(50).describe('Directives of one operation, fragments counted.'),
  deferred: wholeNumber(0, 100).default(5).describe('Deferred fragments of one operation.'),
  deferDepth: wholeNumber(0, 10).default(2).describe('Deferred fragments within each other.'),
  representations: wholeNumber(1, 100_000).default(1_000).describe('Entities of one operation, over all `_entities`.'),
  calls: wholeNumber(1, 100_000).default(2_000).describe('Upstream calls that one operation may need.'),
  entityCalls: wholeNumber(1, 100_000).default(2_000).describe('The same for all that is asked of entities.'),
  values: wholeNumber(1_000, 1_000_000_000)
    .default(500_000)
    .describe('Values that the answer to one operation may hold, estimated; each field of each bucket is one.'),
  inFlightValues: wholeNumber(1_000, 1_000_000_000)
    .optional()
    .describe(
      'Estimated values of all responses that are computed and written at the same time. An operation that does not fit waits, and gets 503 with Retry-After after half of the deadline. When absent, derived from the heap limit: 1,000,000 from a heap of 800 MB on, in proportion below.',
    ),
  operations: wholeNumber(1, 100_000).default(200).describe('Operations under way.'),
  clientOperations: wholeNumber(1, 100_000)
    .optional()
    .describe('Operations under way of one client, or of one name in tokens; half of `operations` when absent.'),
  streams: wholeNumber(1, 100_000).default(100).describe('Subscriptions of one caller.'),
  connections: wholeNumber(1, 100_000)
    .default(2_000)
    .describe(
      'Open connections. When they are used up, idle ones are closed for new ones, those that never authenticated first; then only health and metrics are served to new ones. Lowered at start if the limit of open files is too low for it.',
    ),
  connectionsPerAddress: wholeNumber(1, 100_000)
    .optional()
    .describe(
      'Open connections of one remote address, or of one /64 network with IPv6. When absent, a quarter of `connections`, and no limit for loopback addresses, from which a reverse proxy on the same machine connects. Raise it if a proxy or load balancer on another machine connects for many clients.',
    ),
  unauthenticatedIdleMs: wholeNumber(10, 600_000)
    .default(5_000)
    .describe(
      'Milliseconds a connection may be idle before its first authenticated request; without authentication, before its first complete request.',
    ),
  headersWithinMs: wholeNumber(10, 600_000).default(10_000).describe('Milliseconds for the headers of a request.'),
  requestWithinMs: wholeNumber(10, 600_000).default(30_000).describe('Milliseconds for a whole request.'),
  stalledForMs: wholeNumber(10, 3_600_000)
    .default(150_000)
    .describe('Milliseconds in which nothing moves on a connection, as when nobody reads the answer.'),
  idleForMs: wholeNumber(10, 600_000).default(65_000).describe('Milliseconds a connection is kept for a next request.'),
})

const limits = limitSettings.transform(({ clientOperations, ...set }) => ({
  ...set,
  clientOperations: clientOperations ?? Math.ceil(set.operations / 2),
}))

const allowedHost = z.string().transform((text, context) => {
  const host = parseHostName(text)
  if (host === undefined)
    context.addIssue('must be a host name or address without scheme, port and path, such as reports.example.com')
  return host ?? ''
})

/** What the file says of who is served how; each is a setting of its own there. */
export const serving = {
  limits: limits.prefault({}).describe('The most that one request, one caller or all of them may ask.'),
  introspection: z.boolean().optional().describe('Whether the schema is told; not in production when absent.'),
  corsOrigins: z
    .array(z.string().regex(/^https?:\/\/[^\s/*]+$/, 'must be an origin such as https://dashboard.example.com'))
    .default([])
    .describe('Origins whose pages may ask from a browser.'),
  allowedHosts: z
    .array(allowedHost)
    .optional()
    .describe(
      'Hosts that requests may name in their Host header, besides loopback names; others get 421. When absent, any host with clients or jwt, and loopback names only without. Health checks are answered for any host.',
    ),
  persistedDocuments,
}

const settings = z.object(serving)

export type Limits = z.infer<typeof limits>

/** Who is served how. */
export interface Serving {
  readonly limits: Limits
  readonly introspection?: boolean | undefined
  readonly corsOrigins: readonly string[]
  /** In the normal form of URLs. */
  readonly allowedHosts?: readonly string[] | undefined
  readonly persistedDocuments?: PersistedDocuments | undefined
}

/** That part of all settings; reports what is wrong with a file that it names. */
export function readServing(
  { limits, introspection, corsOrigins, allowedHosts, persistedDocuments: setting }: z.infer<typeof settings>,
  readFile: (path: string) => string,
  report: (problem: string) => void,
): Serving {
  const persistedDocuments = readPersistedDocuments(setting, readFile, report)
  return { limits, introspection, corsOrigins, allowedHosts, persistedDocuments }
}

/** As it is where nothing is set. */
export const defaultServing: Serving = readServing(settings.parse({}), String, String)
