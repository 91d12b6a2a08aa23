import {
  DirectiveLocation,
  type DocumentNode,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLNonNull,
  GraphQLString,
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
