import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/** JSON in UTF-8, with nothing before or behind that another reader might take otherwise. */
const json = /^application\/(graphql\+)?json\s*(;\s*charset\s*=\s*("utf-8"|utf-8)\s*)?$/i

/**
 * Takes a POST of plain JSON, or a GET, and nothing else: forms and text come from any page without the browser asking
 * first, and what is compressed or in another charset is read differently by whoever looks at it on the way.
 */
export const useStrictRequests = (): Plugin => ({
  onRequestParse({ request, requestParser, setRequestParser }) {
    const encoding = request.headers.get('content-encoding')
    if (encoding !== null && encoding.toLowerCase() !== 'identity')
      throw refuse(415, 'UNSUPPORTED_MEDIA_TYPE', 'Unsupported content-encoding: send the request uncompressed.')
    const type = request.headers.get('content-type')
    if (request.method === 'POST' && type === null)
      throw refuse(400, 'BAD_REQUEST', 'Missing content-type: send the operation as application/json.')
    if (request.method === 'POST' && type !== null && !json.test(type))
      throw refuse(
        415,
        'UNSUPPORTED_MEDIA_TYPE',
        'Unsupported content-type: send the operation as application/json in UTF-8.',
      )
    if (requestParser) setRequestParser(async (...asked) => withoutEcho(async () => requestParser(...asked)))
  },
})

/** What is no JSON is refused without the words of the parser, which repeat it. */
async function withoutEcho<T>(parse: () => Promise<T>): Promise<T> {
  try {
    return await parse()
  } catch (error) {
    const isMalformed =
      error instanceof SyntaxError || (error instanceof GraphQLError && error.extensions.originalError)
    throw isMalformed ? refuse(400, 'BAD_REQUEST', 'The request body is not a valid GraphQL request in JSON.') : error
  }
}

const refuse = (status: number, code: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status } } })
