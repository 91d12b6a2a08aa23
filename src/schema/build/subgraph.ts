import { printSubgraphSchema } from '@apollo/subgraph'
import { GraphQLSchema, isInputObjectType, type Location, type NameNode, parse, visit } from 'graphql'
import { addCosts } from '../cost/cost.ts'
import { resolveEntities } from '../entities/entity.ts'
import { builder } from './builder.ts'
import { addPrefix, addPrefixTo } from './prefix.ts'
import { DeferDirective } from './selection.ts'
import { authorize, yieldBeforeRootFields } from './wrap-resolvers.ts'
import '../schema.ts'

/**
 * Creates the schema that the gateway serves: a Federation v2 subgraph, with the fields `_service` and `_entities` for
 * routers. A prefix avoids name conflicts with other subgraphs, which may have a type `Report` of their own.
 */
export function createSubgraph(prefix?: string): GraphQLSchema {
  const plain = addCosts(builder.toSubGraphSchema({}))
  const authorized = authorize(plain)
  const schema = prefix ? addPrefix(authorized, prefix) : authorized
  yieldBeforeRootFields(schema)
  let sdl: string | undefined
  /** Printed on the first request, because printing takes as long as building the schema. */
  const resolveSdl = () => {
    const text = omitNode(printSdl(plain))
    sdl ??= prefix ? addPrefixTo(text, plain, prefix) : text
    return { sdl }
  }
  const { _service, _entities } = schema.getQueryType()?.getFields() ?? {}
  if (_service)
    Object.assign(_service, { description: 'For federation routers: the SDL of this subgraph.', resolve: resolveSdl })
  if (_entities)
    Object.assign(_entities, {
      description: `For federation routers: agents by e-mail address, and sources, teams and inboxes by id; at most 1,000 at a time by default. An entity is null with the error BAD_USER_INPUT when its key is invalid.`,
      resolve: resolveEntities,
    })
  // Routers define @defer themselves, so it is added after the SDL is printed.
  return new GraphQLSchema({ ...schema.toConfig(), directives: [...schema.getDirectives(), DeferDirective] })
}

/** The SDL without `Node` and `Query.node`, which other subgraphs have, too: a supergraph can have only one of each. */
function omitNode(sdl: string): string {
  const parts: Location[] = []
  const omit = ({ name, loc }: { readonly name: NameNode; readonly loc?: Location | undefined }, omitted: string) => {
    if (name.value === omitted && loc) parts.push(loc)
  }
  visit(parse(sdl), {
    InterfaceTypeDefinition: (node) => omit(node, 'Node'),
    ObjectTypeDefinition(node) {
      if (node.name.value === 'Query') for (const field of node.fields ?? []) omit(field, 'node')
    },
  })
  const lastFirst = parts.toSorted((one, other) => other.start - one.start)
  const text = lastFirst.reduce((rest, { start, end }) => rest.slice(0, start).trimEnd() + rest.slice(end), sdl)
  return text.replaceAll(' implements Node', '')
}

/**
 * Adds `@oneOf`, which Apollo's printer omits, to the input types that have it. Apollo's composition rejects a directive
 * without a definition, so the definition is added too.
 */
function printSdl(schema: GraphQLSchema): string {
  const oneOf = Object.values(schema.getTypeMap()).filter((type) => isInputObjectType(type) && type.isOneOf)
  return oneOf.reduce(
    (sdl, { name }) => sdl.replace(new RegExp(`^input ${name}\\b`, 'm'), '$& @oneOf'),
    `${printSubgraphSchema(schema)}\n\ndirective @oneOf on INPUT_OBJECT`,
  )
}
