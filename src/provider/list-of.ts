import { z } from 'zod'

/** A list of an upstream. MetricMapping stops at its first wrong item: zod's own list would note what is wrong with millions. */
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

/** Far more than any account has of what is chosen by name; every question goes through all of them. */
const mostMembers = 10_000

/** A list of agents, teams, labels and the like. */
export const membersOf = <T>(item: z.ZodType<T>) => listOf(item, mostMembers)

/** Longer names would take more memory than the figures beside them. */
const longestName = 500

/** A name for people: cut when it is longer than any that people give. */
export const shownName = z.string().transform((name) => name.slice(0, longestName))

/** What members are found by: one that is longer than any is no key. */
export const keyText = z.string().min(1).max(1_000)
