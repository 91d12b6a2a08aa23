import { defaultFieldResolver, type GraphQLSchema } from 'graphql'
import type { GatewayContext } from '../../gateway/context.ts'

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
