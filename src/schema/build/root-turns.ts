import { defaultFieldResolver, type GraphQLSchema } from 'graphql'
import type { GatewayContext } from '../../gateway/context.ts'

/** Takes a turn of the event loop before each root field of an operation that asks for it. */
export function addRootTurns(schema: GraphQLSchema): void {
  for (const root of [schema.getQueryType(), schema.getSubscriptionType()])
    for (const field of Object.values(root?.getFields() ?? {})) {
      const { resolve = defaultFieldResolver } = field
      field.resolve = (parent, args, context: GatewayContext, info) =>
        context.beforeField
          ? context.beforeField().then(() => resolve(parent, args, context, info))
          : resolve(parent, args, context, info)
    }
}
