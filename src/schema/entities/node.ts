import { builder } from '../build/builder.ts'

/** A value with the name of its type, as `Query.node` returns it. */
interface Node {
  readonly nodeType: string
}

/** The interface of all types with a global id: clients with a normalized cache refetch them by it. */
export const NodeRef = builder.interfaceRef<object>('Node').implement({
  description: 'Something with an id that is unique among all types, and by which `Query.node` finds it again.',
  fields: (t) => ({
    id: t.id({
      description: 'The id, unique among all types. It stays the same from request to request.',
      resolve: () => {
        throw new Error('each type resolves its own id')
      },
    }),
  }),
  resolveType: (value) => (value as Node).nodeType as never,
})
