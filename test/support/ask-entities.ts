import type { GraphQLAnswer, TestGateway } from './gateway.ts'

/** Asks for entities as a router does. */
export const askEntities = (
  gateway: TestGateway,
  fields: string,
  representations: readonly unknown[],
): Promise<GraphQLAnswer> =>
  gateway.query(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ${fields} } }`,
    { representations },
  )

/** An agent as represented by another subgraph. */
export const toAgent = (email: string) => ({ __typename: 'Agent', email })
