import { DirectiveLocation, GraphQLBoolean, GraphQLDirective, GraphQLNonNull, GraphQLString } from 'graphql'

/** Of the 2022 draft; graphql 16 knows its syntax alone. */
export const DeferDirective = new GraphQLDirective({
  name: 'defer',
  description:
    'Answers this fragment in a later part of the response, so that what is slow in it holds up nothing else. Ask with `accept: multipart/mixed`. In a subscription it changes nothing.',
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: {
    if: { type: new GraphQLNonNull(GraphQLBoolean), defaultValue: true, description: 'Whether to.' },
    label: { type: GraphQLString, description: 'Names the part in the response.' },
  },
})
