import {
  type ASTVisitor,
  DirectiveLocation,
  type DocumentNode,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLError,
  GraphQLNonNull,
  GraphQLString,
  type ValidationContext,
  visit,
} from 'graphql'

/** `@defer` of the 2022 draft. graphql 16 parses it but does not define it. */
export const DeferDirective = new GraphQLDirective({
  name: 'defer',
  description:
    'Delivers this fragment in a later part of the response, so that slow fields do not delay the rest. Requires `accept: multipart/mixed`; without it, and in subscriptions, the directive is ignored and the response comes in one part.',
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: {
    if: { type: new GraphQLNonNull(GraphQLBoolean), defaultValue: true, description: 'Defers the fragment when true.' },
    label: { type: GraphQLString, description: 'A name for the part, repeated in the response.' },
  },
})

/** The operation without `@defer`, so that its response comes in one part. */
export function withoutDefer(document: DocumentNode): DocumentNode {
  const mayDefer = document.loc?.source.body.includes('@defer') ?? true
  const strip = ({ name }: { readonly name: { readonly value: string } }) =>
    name.value === DeferDirective.name ? null : undefined
  return mayDefer ? visit(document, { Directive: strip }) : document
}

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
