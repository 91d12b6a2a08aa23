import { type ASTVisitor, GraphQLError, NoSchemaIntrospectionCustomRule, type ValidationContext } from 'graphql'
import type { CORSOptions, GraphQLParams, Plugin } from 'graphql-yoga'
import { LRUCache } from 'lru-cache'
import { requireBoundedJson } from '../limits/document-limits.ts'

/** JSON in UTF-8, in a strict form that every proxy interprets in the same way. */
const json = /^application\/(graphql\+)?json\s*(;\s*charset\s*=\s*("utf-8"|utf-8)\s*)?$/i

/**
 * Accepts only POST requests with plain JSON, and GET requests. Any web page can send forms and text without a CORS
 * preflight, and proxies may interpret compressed bodies and other charsets differently.
 */
export const useRequestFormat = (): Plugin => ({
  onRequestParse({ request, requestParser, setRequestParser }) {
    const encoding = request.headers.get('content-encoding')
    if (encoding !== null && encoding.toLowerCase() !== 'identity')
      throw reject(415, 'UNSUPPORTED_MEDIA_TYPE', 'Unsupported content-encoding: send the request uncompressed.')
    const type = request.headers.get('content-type')
    if (request.method === 'POST' && type === null)
      throw reject(400, 'BAD_REQUEST', 'Missing content-type: send the operation as application/json.')
    if (request.method === 'POST' && type !== null && !json.test(type))
      throw reject(
        415,
        'UNSUPPORTED_MEDIA_TYPE',
        'Unsupported content-type: send the operation as application/json in UTF-8.',
      )
    if (request.method === 'POST') setRequestParser((received) => withoutEcho(() => parseBody(received)))
    else if (requestParser)
      setRequestParser((received) =>
        withoutEcho(async () => {
          checkParameters(received)
          return requestParser(received)
        }),
      )
  },
})

async function parseBody(request: Request): Promise<GraphQLParams> {
  const text = await request.text()
  requireBoundedJson(text)
  const parsed: unknown = JSON.parse(text)
  if (typeof parsed !== 'object' || parsed === null) throw new SyntaxError('The body is not an object.')
  return parsed
}

function checkParameters({ url }: Request): void {
  const parameters = new URL(url).searchParams
  for (const name of ['variables', 'extensions']) requireBoundedJson(parameters.get(name) ?? '')
}

/** Rejects invalid or incomplete JSON without the message of the parser, which quotes the body. */
async function withoutEcho<T>(parse: () => Promise<T>): Promise<T> {
  try {
    return await parse()
  } catch (error) {
    throw error instanceof GraphQLError
      ? error
      : reject(400, 'BAD_REQUEST', 'The request body is not a valid GraphQL request in JSON.')
  }
}

const reject = (status: number, code: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status } } })

/** Memory of a parsed document for each character of its text; measured, and rounded up. */
const bytesPerCharacter = 500

/** Parsed documents by their text. Yoga's default cache limits their number, so that long documents could fill the memory. */
export const createDocumentCache = <T extends object>(maxBytes: number): LRUCache<string, T> =>
  new LRUCache({
    maxSize: maxBytes,
    maxEntrySize: Math.floor(maxBytes / 10),
    sizeCalculation: (_, text) => Math.max(1, text.length * bytesPerCharacter),
  })

/** Disables introspection, and the SDL of the subgraph in `_service`. */
export const useDisableIntrospection = (): Plugin => ({
  onValidate({ addValidationRule }) {
    addValidationRule(NoSchemaIntrospectionCustomRule)
    addValidationRule(NoSubgraphIntrospectionRule)
  },
})

/** Routers read `_service` when a supergraph is composed, not when it is queried. */
const NoSubgraphIntrospectionRule = (context: ValidationContext): ASTVisitor => ({
  Field(node) {
    if (node.name.value === '_service')
      context.reportError(
        new GraphQLError('The SDL is not available because introspection is disabled.', { nodes: node }),
      )
  },
})

/** Allows requests from pages of the listed origins, without cookies. Yoga would send a single origin to every page. */
export const createCors =
  (origins: readonly string[]) =>
  (request: Request): CORSOptions => {
    const origin = request.headers.get('origin')
    if (origin === null || !origins.includes(origin)) return false
    return {
      origin: [origin],
      methods: ['GET', 'POST'],
      allowedHeaders: [
        'content-type',
        'authorization',
        'apollo-require-preflight',
        'x-graphql-yoga-csrf',
        'x-gateway-debug',
      ],
      exposedHeaders: ['retry-after'],
      credentials: false,
      maxAge: 600,
    }
  }

/** Declares to caches that responses depend on the origin. */
export const useVary = (origins: readonly string[]): Plugin => ({
  onResponse({ response }) {
    if (origins.length > 0) response.headers.append('vary', 'Origin')
  },
})
