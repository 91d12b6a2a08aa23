import { MapperKind, mapSchema } from '@graphql-tools/utils'
import { defaultFieldResolver, type GraphQLFieldConfig, type GraphQLSchema, getNamedType } from 'graphql'
import { type Permission, requirePermission } from '../../auth/permission.ts'
import type { GatewayContext } from '../../gateway/context.ts'

/**
 * What a caller must have the right to read, by type or by field. What depends on an argument, such as a leaderboard of
 * people, is checked where the argument is read.
 */
export const withAuthorization: Readonly<Record<string, Permission>> = {
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
 * The same schema, in which a guarded type is refused to who lacks the right to it: in the fields that lead to it, before
 * anything is asked for them, and in its own, for `_entities` comes to it by no field.
 */
export const authorize = (schema: GraphQLSchema): GraphQLSchema =>
  mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field, name, type) => {
      const needed = [type, `${type}.${name}`, getNamedType(field.type).name].flatMap(
        (one) => withAuthorization[one] ?? [],
      )
      return needed.length > 0 ? guardField(field, needed) : field
    },
  })

type Field = GraphQLFieldConfig<unknown, GatewayContext>

function guardField(field: Field, needed: readonly Permission[]): Field {
  const { resolve = defaultFieldResolver, subscribe } = field
  const check = ({ caller }: GatewayContext) => {
    for (const right of needed) requirePermission(caller, right)
  }
  return {
    ...field,
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
