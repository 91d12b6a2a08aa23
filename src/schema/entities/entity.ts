import type { ObjectRef } from '@pothos/core'
import { yieldToEventLoop } from '../../concurrency/event-loop.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import { BadArgument } from '../../report/port/error.ts'
import { builder, type SchemaTypes } from '../build/builder.ts'

const keys = {
  id: builder.selection<{ id: string }>('id'),
  email: builder.selection<{ email: string }>('email'),
}

/** A representation of an entity, as sent by a router; not validated. */
type Representation = Readonly<Record<string, unknown>>

/** By type: how each of its keys is resolved. */
const entities = new Map<string, Map<string, (key: string, context: GatewayContext, argument: string) => object>>()

/**
 * Makes a type a federation entity, with a key more for each call. `resolve` gets the key as the router sent it, and the
 * name of the argument for error messages; it throws BadArgument for an invalid key.
 */
export function defineEntity<Shape extends object>(
  type: ObjectRef<SchemaTypes, Shape>,
  key: keyof typeof keys,
  resolve: (key: string, context: GatewayContext, argument: string) => Shape,
): void {
  const resolvers = entities.get(type.name) ?? new Map()
  entities.set(type.name, resolvers.set(key, resolve))
  builder.asEntity(type, {
    key: [...resolvers.keys()].map((name: keyof typeof keys) => keys[name]),
    resolveReference: (representation, context) => resolveReference(type.name, representation, context) as Shape,
  })
}

/** Resolves a representation by the first of the type's keys that it has. */
function resolveReference(type: string, representation: Representation, context: GatewayContext): object {
  const resolvers = [...(entities.get(type) ?? [])]
  const [name, resolve] = resolvers.find(([key]) => representation[key] !== undefined) ?? resolvers[0] ?? []
  const value = name === undefined ? undefined : representation[name]
  const argument = `representations.${name}`
  if (typeof value !== 'string' || !resolve)
    throw new BadArgument(argument, `must be a string with the ${name} of the ${type}`)
  return resolve(value, context, argument)
}

/** More entities than this are resolved in equal parts, with a yield to the event loop in between. */
const entitiesPerPart = 50

/** Returns one promise per entity: if one rejects, that entity is null with an error, and the others are returned. */
export function resolveEntities(
  _: unknown,
  { representations }: { readonly representations: readonly unknown[] },
  context: GatewayContext,
): Promise<object>[] {
  // Equal parts: a last part of a single agent would be read by a call of its own instead of the call for all agents.
  const partSize = Math.ceil(representations.length / Math.ceil(representations.length / entitiesPerPart))
  let pause: Promise<void> | undefined
  return representations.map(async (value, index) => {
    if (index > 0 && index % partSize === 0) pause = yieldToEventLoop()
    if (pause) await pause
    const representation: Representation = Object(value)
    const { __typename } = representation
    if (typeof __typename === 'string' && entities.has(__typename))
      return { ...resolveReference(__typename, representation, context), __typename }
    throw new BadArgument('representations.__typename', `must be one of ${[...entities.keys()].join(', ')}`)
  })
}

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
