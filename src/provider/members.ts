import { z } from 'zod'
import { GapError } from '../report/port/error.ts'

/** A list in a response. Parsing stops at the first wrong item: z.array would collect the issues of millions. */
export const listOf = <T>(item: z.ZodType<T>, most = Number.POSITIVE_INFINITY) =>
  z
    .custom<readonly unknown[]>((value) => Array.isArray(value) && value.length <= most)
    .transform((values, context): T[] => {
      const items: T[] = []
      for (const value of values) {
        const parsed = item.safeParse(value)
        if (!parsed.success) {
          for (const { path, message } of parsed.error.issues.slice(0, 1))
            context.addIssue({ code: 'custom', path: [items.length, ...path], message })
          return z.NEVER
        }
        items.push(parsed.data)
      }
      return items
    })

/** Far more than any account has; every operation that uses a list goes through all of its members. */
const mostMembers = 10_000

/** A list of agents, teams, labels and the like. */
export const membersOf = <T>(item: z.ZodType<T>) => listOf(item, mostMembers)

/** Longer names would take more memory than the figures. */
const longestName = 500

/** A display name, cut to a length that no real name exceeds. */
export const shownName = z.string().transform((name) => name.slice(0, longestName))

/** The key of a member. */
export const keyText = z.string().min(1).max(1_000)

/** Maps with limited concurrency, because the call queue is limited. Results are in order. After a failure no further call starts. */
export async function mapLimited<T, Result>(
  all: readonly T[],
  concurrency: number,
  map: (one: T) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const left = all.entries()
  let hasFailed = false
  const takeTurns = async () => {
    for (const [place, one] of left) {
      if (hasFailed) return
      results[place] = await map(one).catch((error) => {
        hasFailed = true
        throw error
      })
    }
  }
  await Promise.all(Array.from({ length: concurrency }, takeTurns))
  return results
}

/** The list. Throws GapError BAD_RESPONSE if two entries have the same key: one would be counted twice or lost. */
export function requireDistinct<T>(list: readonly T[], toKey: (one: T) => unknown): readonly T[] {
  if (new Set(list.map(toKey)).size < list.length)
    throw new GapError('BAD_RESPONSE', 'the response contains a duplicate entry')
  return list
}

/** The gap of a filter that names something which the account does not have, e.g. `agent ewa@example.com`. */
export const notListed = (name: string): GapError =>
  new GapError('NOT_FOUND', `the account has no ${name}`, { isFailure: false })
