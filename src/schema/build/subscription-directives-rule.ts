import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql'

/** Rejects `@skip` and `@include` on a root field of a subscription: it must have exactly one root field. */
export const SubscriptionDirectivesRule = (context: ValidationContext): ASTVisitor => ({
  Directive(node) {
    const type = context.getParentType()
    if (!type || type !== context.getSchema().getSubscriptionType()) return
    if (node.name.value !== 'skip' && node.name.value !== 'include') return
    context.reportError(
      new GraphQLError(`The directive @${node.name.value} is not allowed on a root field of a subscription.`, {
        nodes: node,
      }),
    )
  },
})
