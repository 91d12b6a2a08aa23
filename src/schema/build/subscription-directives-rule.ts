import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql'

/** What a subscription subscribes to cannot depend on a condition: with `@skip` there might be nothing to wait for. */
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
