import type { CORSOptions, Plugin } from 'graphql-yoga'

/** Lets pages of the listed origins ask, without cookies; yoga would tell a list of one to everybody. */
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

/** Says that an answer is another for another origin, so that nothing on the way gives it to the wrong one. */
export const useVary = (origins: readonly string[]): Plugin => ({
  onResponse({ response }) {
    if (origins.length > 0) response.headers.append('vary', 'Origin')
  },
})
