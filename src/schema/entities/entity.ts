import type { ObjectRef } from '@pothos/core'
import { yieldToEventLoop } from '../../concurrency/yield-to-event-loop.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import { BadArgument } from '../../report/port/error.ts'
import { builder, type SchemaTypes } from '../build/builder.ts'

const keys = {
  id: builder.selection<{ id: string }>('id'),
  email: builder.selection<{ email: string }>('email'),
}

/** An entity as a router names it: whatever it sent. */
type Representation = Readonly<Record<string, unknown>>

const entities = new Map<string, (representation: Representation, context: GatewayContext) => object>()

/**
 * Makes a type an entity: other subgraphs name one by its key, and a router asks here for the rest. `resolve` gets the
 * key as the router sent it and the name of the argument it stands in; it throws BadArgument for one it cannot take.
 */
export function defineEntity<Shape extends object>(
  type: ObjectRef<SchemaTypes, Shape>,
  key: keyof typeof keys,
  resolve: (key: string, context: GatewayContext, argument: string) => Shape,
): void {
  const resolveReference = (representation: Representation, context: GatewayContext) => {
    const value = representation[key]
    const argument = `representations.${key}`
    if (typeof value !== 'string')
      throw new BadArgument(argument, `must be a string with the ${key} of the ${type.name}`)
    return resolve(value, context, argument)
  }
  entities.set(type.name, resolveReference)
  builder.asEntity(type, { key: keys[key], resolveReference })
}

/** Entities that are resolved in one go; with more, the event loop gets turns between equal parts. */
const entitiesPerTurn = 50

/** Each is a promise of its own: one that is rejected is null with an error at its place, and the others answer. */
export function resolveEntities(
  _: unknown,
  { representations }: { readonly representations: readonly unknown[] },
  context: GatewayContext,
): Promise<object>[] {
  // Equal parts, since a single agent would be read by itself instead of in the call for all.
  const partSize = Math.ceil(representations.length / Math.ceil(representations.length / entitiesPerTurn))
  let turn: Promise<void> | undefined
  return representations.map(async (one, place) => {
    if (place > 0 && place % partSize === 0) turn = yieldToEventLoop()
    if (turn) await turn
    const representation: Representation = Object(one)
    const { __typename } = representation
    const resolve = typeof __typename === 'string' ? entities.get(__typename) : undefined
    if (resolve) return { ...resolve(representation, context), __typename }
    throw new BadArgument('representations.__typename', `must be one of ${[...entities.keys()].join(', ')}`)
  })
}
