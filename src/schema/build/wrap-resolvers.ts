import { MapperKind, mapSchema } from '@graphql-tools/utils'
import { defaultFieldResolver, type GraphQLFieldConfig, type GraphQLSchema, getNamedType } from 'graphql'
import { type Permission, requirePermission } from '../../auth/permission.ts'
import { isMany, itemsPerTurn, yieldToEventLoop } from '../../concurrency/event-loop.ts'
import type { GatewayContext } from '../../gateway/context.ts'

/**
 * The permission that a type or a field requires. A permission that depends on an argument, such as a filter by agent,
 * is checked where the argument is read.
 */
export const requiredPermissions: Readonly<Record<string, Permission>> = {
  Report: 'reports',
  Ranking: 'people',
  RankingEntry: 'people',
  Agent: 'people',
  AgentLoad: 'people',
  LiveQueue: 'live',
  'Subscription.report': 'live',
  'Subscription.queueStats': 'live',
}

/**
 * Returns the schema with permission checks. A type is protected in the fields that return it, before they call a
 * source, and in its own fields, because `_entities` reaches a type through its union.
 */
export const authorize = (schema: GraphQLSchema): GraphQLSchema =>
  mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field, name, type) => {
      const permissions = [type, `${type}.${name}`, getNamedType(field.type).name].flatMap(
        (key) => requiredPermissions[key] ?? [],
      )
      return permissions.length > 0 ? protectField(field, permissions) : field
    },
  })

type Field = GraphQLFieldConfig<unknown, GatewayContext>

function protectField(field: Field, permissions: readonly Permission[]): Field {
  const { resolve = defaultFieldResolver, subscribe } = field
  const check = ({ caller }: GatewayContext) => {
    for (const permission of permissions) requirePermission(caller, permission)
  }
  return {
    ...field,
    extensions: { ...field.extensions, permissions },
    resolve(parent, args, context, info) {
      check(context)
      return resolve(parent, args, context, info)
    },
    ...(subscribe && {
      subscribe(parent, args, context, info) {
        check(context)
        return subscribe(parent, args, context, info)
      },
    }),
  }
}

/** Resolves when the previous long list is complete. */
let previous: Promise<void> = Promise.resolve()

/**
 * Returns a short list as it is, and a long one as an async iterable that yields to the event loop between pieces, so
 * that short operations are not delayed. The executor completes long lists one after the other, because every garbage
 * collection would have to copy those that are half complete. Items are not wrapped in promises, which would take more
 * memory than the items.
 */
export function inPieces<T>(items: readonly T[]): readonly T[] {
  // Pothos accepts a promise of a list or one of an async iterable, and has no type for a promise of either.
  return isMany(items.length) ? (iterateInPieces(items) as AsyncIterable<T> as unknown as readonly T[]) : items
}

async function* iterateInPieces<T>(items: readonly T[]): AsyncGenerator<T> {
  const preceding = previous
  let complete = () => {}
  previous = new Promise((resolve) => {
    complete = resolve
  })
  try {
    await preceding
    for (const [index, item] of items.entries()) {
      if (index % itemsPerTurn === 0) await yieldToEventLoop()
      yield item
    }
  } finally {
    complete()
  }
}

/**
 * Waits for `beforeField` of the context, if present, before each root field, so that long operations yield in between.
 */
export function yieldBeforeRootFields(schema: GraphQLSchema): void {
  for (const root of [schema.getQueryType(), schema.getSubscriptionType()])
    for (const field of Object.values(root?.getFields() ?? {})) {
      const { resolve = defaultFieldResolver } = field
      field.resolve = (parent, args, context: GatewayContext, info) =>
        context.beforeField
          ? context.beforeField().then(() => resolve(parent, args, context, info))
          : resolve(parent, args, context, info)
    }
}
