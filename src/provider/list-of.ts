import { z } from 'zod'

/** A list of an upstream. Reading stops at its first wrong item: zod's own list would note what is wrong with millions. */
export const listOf = <T>(item: z.ZodType<T>) =>
  z.custom<readonly unknown[]>(Array.isArray).transform((values, context): T[] => {
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
