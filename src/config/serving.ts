import { z } from 'zod'
import { wholeNumber } from './file/whole-number.ts'
import { parseHostName } from './machine/addresses.ts'
import { type PersistedDocuments, persistedDocuments, readPersistedDocuments } from './persisted-documents.ts'

const limitSettings = z.strictObject({
  bodyBytes: wholeNumber(1_000, 25_000_000)
    .default(1_000_000)
    .describe('Maximum size of a request body in bytes; larger ones get 413.'),
  tokens: wholeNumber(10, 100_000).default(1_000).describe('Maximum number of lexical tokens in a GraphQL document.'),
  depth: wholeNumber(2, 100).default(12).describe('Maximum nesting of fields in an operation.'),
  aliases: wholeNumber(0, 10_000)
    .default(30)
    .describe('Maximum number of aliases in an operation, counted wherever a fragment is spread.'),
  rootFields: wholeNumber(1, 10_000)
    .default(30)
    .describe('Maximum number of root fields in an operation, counted wherever a fragment is spread.'),
  directives: wholeNumber(0, 10_000)
    .default(50)
    .describe('Maximum number of directives in an operation, counted wherever a fragment is spread.'),
  deferred: wholeNumber(0, 100).default(5).describe('Maximum number of `@defer` fragments in an operation.'),
  deferDepth: wholeNumber(0, 10).default(2).describe('Maximum nesting of `@defer` fragments.'),
  representations: wholeNumber(1, 100_000)
    .default(1_000)
    .describe('Maximum number of entity representations in an operation (federation), over all `_entities` fields.'),
  calls: wholeNumber(1, 100_000)
    .default(2_000)
    .describe('Maximum number of upstream calls that an operation may need, estimated before it runs.'),
  entityCalls: wholeNumber(1, 100_000)
    .default(2_000)
    .describe(
      'Maximum number of upstream calls that all entities of an operation may need (federation), estimated before it runs.',
    ),
  values: wholeNumber(1_000, 1_000_000_000)
    .default(500_000)
    .describe(
      'Maximum number of values in a response, estimated before the operation runs; each field of each bucket is one.',
    ),
  inFlightValues: wholeNumber(1_000, 1_000_000_000)
    .optional()
    .describe(
      'Maximum number of values of all responses that are computed and written at the same time, estimated before they run. An operation that does not fit waits for up to half of the deadline, then gets 503 with Retry-After. Default: derived from the heap limit: 1,000,000 from a heap of 800 MB on, proportionally fewer below.',
    ),
  operations: wholeNumber(1, 100_000)
    .default(200)
    .describe('Maximum number of concurrent operations; further ones get 503.'),
  clientOperations: wholeNumber(1, 100_000)
    .optional()
    .describe(
      'Maximum number of concurrent operations of one client or token name; further ones get 429. Default: half of `operations`.',
    ),
  streams: wholeNumber(1, 100_000)
    .default(100)
    .describe('Maximum number of open subscriptions of one client; further ones get 429.'),
  connections: wholeNumber(1, 100_000)
    .default(2_000)
    .describe(
      'Maximum number of open connections. When it is reached, idle connections are closed for new ones, unauthenticated ones first; if none is idle, new connections get health and metrics only. Lowered at start if the limit of open files is too small.',
    ),
  connectionsPerAddress: wholeNumber(1, 100_000)
    .optional()
    .describe(
      'Maximum number of open connections of one remote address, or of one /64 network with IPv6. Default: a quarter of `connections`, and no limit for loopback addresses, because a reverse proxy on the same machine connects from there. Raise it if a reverse proxy or load balancer on another machine connects from one address.',
    ),
  unauthenticatedIdleMs: wholeNumber(10, 600_000)
    .default(5_000)
    .describe(
      'Milliseconds that a connection may be idle before its first authenticated request; without authentication, before its first complete request.',
    ),
  headersWithinMs: wholeNumber(10, 600_000)
    .default(10_000)
    .describe('Milliseconds within which the headers of a request must arrive.'),
  requestWithinMs: wholeNumber(10, 600_000)
    .default(30_000)
    .describe('Milliseconds within which a whole request must arrive.'),
  stalledForMs: wholeNumber(10, 3_600_000)
    .default(150_000)
    .describe(
      'Milliseconds after which a connection without traffic is closed, for example if the client does not read the response.',
    ),
  idleForMs: wholeNumber(10, 600_000)
    .default(65_000)
    .describe('Milliseconds for which an idle connection is kept open for another request.'),
})

const exampleOrigin = 'https://dashboard.example.com'
const wildcardProblem = '* is not accepted, because requests carry credentials'

function describeOrigin(origin: unknown): string {
  const form = `must be an origin such as ${exampleOrigin}`
  if (String(origin).includes('*')) return `${form}; ${wildcardProblem}`
  if (!/^https?:\/\//.test(String(origin))) return `${form}, with https:// or http://`
  return String(origin).endsWith('/') ? `${form}, without a trailing slash` : `${form}, without a path`
}

const limits = limitSettings.transform(({ clientOperations, ...set }) => ({
  ...set,
  clientOperations: clientOperations ?? Math.ceil(set.operations / 2),
}))

const allowedHost = z.string().transform((text, context) => {
  const host = parseHostName(text)
  if (host === undefined)
    context.addIssue(
      'must be a host name or address without scheme, port, path and wildcard, such as reports.example.com',
    )
  return host ?? ''
})

/** The settings of the file on limits and access over HTTP. */
export const serving = {
  limits: limits.prefault({}).describe('Limits of one request, one client and all of them together.'),
  introspection: z
    .boolean()
    .optional()
    .describe('Whether introspection and `_service` are allowed. Default: `true`, in production `false`.'),
  corsOrigins: z
    .array(z.string().regex(/^https?:\/\/[^\s/*]+$/, { error: ({ input }) => describeOrigin(input) }), {
      error: () => `must be a list of origins such as ["${exampleOrigin}"]; ${wildcardProblem}`,
    })
    .default([])
    .describe('Origins (scheme, host and port) whose web pages may send requests from a browser.'),
  allowedHosts: z
    .array(allowedHost)
    .optional()
    .describe(
      'Host names that requests may have in their Host header, besides loopback names; others get 421. Default: any host with authentication, only loopback names without. Health checks are answered for any host.',
    ),
  persistedDocuments,
}

const settings = z.object(serving)

export type Limits = z.infer<typeof limits>

/** Limits and access over HTTP. */
export interface Serving {
  readonly limits: Limits
  readonly introspection?: boolean | undefined
  readonly corsOrigins: readonly string[]
  /** In the normal form of URLs. */
  readonly allowedHosts?: readonly string[] | undefined
  readonly persistedDocuments?: PersistedDocuments | undefined
}

/** Reads the manifest that the settings name; reports a problem with it. */
export function readServing(
  { limits, introspection, corsOrigins, allowedHosts, persistedDocuments: setting }: z.infer<typeof settings>,
  readFile: (path: string) => string,
  report: (problem: string) => void,
): Serving {
  const persistedDocuments = readPersistedDocuments(setting, readFile, report)
  return { limits, introspection, corsOrigins, allowedHosts, persistedDocuments }
}

/** The defaults. */
export const defaultServing: Serving = readServing(settings.parse({}), String, String)
