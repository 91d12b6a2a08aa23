import type { CORSOptions, Plugin } from 'graphql-yoga'

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
