import {
  DirectiveLocation,
  type DocumentNode,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLNonNull,
  GraphQLString,
  visit,
} from 'graphql'

/** Of the 2022 draft; graphql 16 knows its syntax alone. */
export const DeferDirective = new GraphQLDirective({
  name: 'defer',
  description:
    'Answers this fragment in a later part of the response, so that what is slow in it holds up nothing else. Ask with `accept: multipart/mixed`; who accepts no parts, and a subscription, is answered whole.',
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: {
    if: { type: new GraphQLNonNull(GraphQLBoolean), defaultValue: true, description: 'Whether to.' },
    label: { type: GraphQLString, description: 'Names the part in the response.' },
  },
})

/** The same operation, answered in one part. */
export function withoutDefer(document: DocumentNode): DocumentNode {
  const isDeferred = document.loc?.source.body.includes('@defer') ?? true
  const strip = ({ name }: { readonly name: { readonly value: string } }) =>
    name.value === DeferDirective.name ? null : undefined
  return isDeferred ? visit(document, { Directive: strip }) : document
}
