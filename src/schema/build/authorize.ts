import { MapperKind, mapSchema } from '@graphql-tools/utils'
import { defaultFieldResolver, type GraphQLFieldConfig, type GraphQLSchema, getNamedType } from 'graphql'
import { type Permission, requirePermission } from '../../auth/permission.ts'
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
