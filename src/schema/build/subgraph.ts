import { printSubgraphSchema } from '@apollo/subgraph'
import { GraphQLSchema, isInputObjectType } from 'graphql'
import { addCosts } from '../cost/cost.ts'
import { resolveEntities } from '../entities/entity.ts'
import { authorize } from './authorize.ts'
import { builder } from './builder.ts'
import { DeferDirective } from './defer.ts'
import { addPrefix, addPrefixTo } from './prefix.ts'
import { addRootTurns } from './root-turns.ts'
import '../schema.ts'

/**
 * The schema as a Federation v2 subgraph: the same types and resolvers, with the two fields that routers ask. It is
 * what the gateway serves, federated or not. A prefix keeps names apart in a graph where others have a Report too.
 */
export function createSubgraph(prefix?: string): GraphQLSchema {
  const plain = addCosts(builder.toSubGraphSchema({}))
  const guarded = authorize(plain)
  const schema = prefix ? addPrefix(guarded, prefix) : guarded
  addRootTurns(schema)
  let sdl: string | undefined
  /** When a router first asks: printing takes as long as all the rest. */
  const tellSdl = () => {
    sdl ??= prefix ? addPrefixTo(printSdl(plain), plain, prefix) : printSdl(plain)
    return { sdl }
  }
  const { _service, _entities } = schema.getQueryType()?.getFields() ?? {}
  if (_service)
    Object.assign(_service, { description: 'For federation routers: the SDL of this subgraph.', resolve: tellSdl })
  if (_entities)
    Object.assign(_entities, {
      description: `For federation routers: agents by e-mail address, and sources, teams and inboxes by id; at most 1,000 at a time by default. An entity is null with the error BAD_USER_INPUT when its key is invalid.`,
      resolve: resolveEntities,
    })
  // Routers have a @defer of their own, so it is in no SDL.
  return new GraphQLSchema({ ...schema.toConfig(), directives: [...schema.getDirectives(), DeferDirective] })
}

/**
 * Apollo's printer leaves @oneOf out, by which composition and clients know that a range has one form. Apollo's
 * composition refuses a directive that is not defined beside it.
 */
function printSdl(schema: GraphQLSchema): string {
  const oneOf = Object.values(schema.getTypeMap()).filter((type) => isInputObjectType(type) && type.isOneOf)
  return oneOf.reduce(
    (sdl, { name }) => sdl.replace(new RegExp(`^input ${name}\\b`, 'm'), '$& @oneOf'),
    `${printSubgraphSchema(schema)}\n\ndirective @oneOf on INPUT_OBJECT`,
  )
}
