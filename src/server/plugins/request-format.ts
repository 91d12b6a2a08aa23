import { GraphQLError } from 'graphql'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { requireBoundedJson } from '../limits/json-limits.ts'

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
