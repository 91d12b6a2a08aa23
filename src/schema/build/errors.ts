import { GraphQLError } from 'graphql'
import { Forbidden } from '../../auth/permission.ts'
import { BadArgument, GapError } from '../../report/port/error.ts'
import { NoAnswer } from '../../report/questions/read/source-result.ts'
import { printSeconds } from '../../report/time/duration.ts'

/** Part of the description of each field that calls the sources: when it is null. */
export const nullWithError =
  'Null only with an error: BAD_USER_INPUT for an invalid argument, FORBIDDEN for a missing permission, or a GapCode when no source responded.'

/**
 * Converts an error for the client. Invalid arguments, missing permissions and failures of sources keep their message
 * and get a code. Any other error is unexpected: it is passed to `report` and masked.
 */
export function maskError(error: unknown, report: (error: unknown) => void): Error {
  const original = error instanceof GraphQLError ? (error.originalError ?? undefined) : error
  if (original instanceof BadArgument)
    return toGraphQLError(error, original.message, { code: 'BAD_USER_INPUT', argument: original.argument })
  if (original instanceof Forbidden)
    return toGraphQLError(error, original.message, { code: 'FORBIDDEN', scope: original.permission })
  if (original instanceof NoAnswer) return toGraphQLError(error, original.message, describeGaps(original))
  if (original instanceof GapError) return toGraphQLError(error, original.message, { code: original.gap.code })
  if (error instanceof GraphQLError && (!original || original instanceof GraphQLError)) return error
  report(original ?? error)
  return toGraphQLError(error, 'Unexpected error.', { code: 'INTERNAL_SERVER_ERROR' })
}

function describeGaps({ gaps }: NoAnswer) {
  return {
    code: gaps[0]?.code ?? 'UNAVAILABLE',
    gaps: gaps.map(({ source, code, message, retryAfter }) => ({
      source: source.id,
      code,
      message,
      ...(retryAfter !== undefined && { retryAfter: printSeconds(retryAfter) }),
    })),
  }
}

function toGraphQLError(error: unknown, message: string, extensions: Record<string, unknown>): GraphQLError {
  const { nodes, path } = error instanceof GraphQLError ? error : {}
  return new GraphQLError(message, { nodes: nodes ?? null, path: path ?? null, extensions })
}
