import { MapperKind, mapSchema } from '@graphql-tools/utils'
import { hasResolvableKey } from '@pothos/plugin-federation'
import {
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLInterfaceType,
  GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  isScalarType,
  type NameNode,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'

const roots: ReadonlySet<string | undefined> = new Set(['Query', 'Subscription'])

/** Scalars and entities keep their names: scalars mean the same in every subgraph, and entities are joined by name. */
function isShared(schema: GraphQLSchema, name: string): boolean {
  const type = schema.getType(name)
  return roots.has(name) || isScalarType(type) || name.startsWith('_') || (isObjectType(type) && hasResolvableKey(type))
}

const toFieldName = (prefix: string, name: string): string =>
  name.startsWith('_')
    ? name
    : `${prefix.charAt(0).toLowerCase()}${prefix.slice(1)}${name.charAt(0).toUpperCase()}${name.slice(1)}`

/** Returns the schema with the prefix added to the names of root fields, types and enums. */
export function addPrefix(schema: GraphQLSchema, prefix: string): GraphQLSchema {
  const rename = <Config extends { name: string }>(config: Config): Config =>
    isShared(schema, config.name) ? config : { ...config, name: `${prefix}${config.name}` }
  return mapSchema(schema, {
    [MapperKind.ROOT_FIELD]: (field, name) => [toFieldName(prefix, name), field],
    [MapperKind.ENUM_TYPE]: (type) => new GraphQLEnumType(rename(type.toConfig())),
    [MapperKind.INPUT_OBJECT_TYPE]: (type) => new GraphQLInputObjectType(rename(type.toConfig())),
    [MapperKind.OBJECT_TYPE]: (type) => new GraphQLObjectType(rename(type.toConfig())),
    [MapperKind.INTERFACE_TYPE](type) {
      const { resolveType, ...config } = rename(type.toConfig())
      return new GraphQLInterfaceType({
        ...config,
        async resolveType(...args) {
          const name = await resolveType?.(...args)
          return name && (isShared(schema, name) ? name : `${prefix}${name}`)
        },
      })
    },
  })
}

/**
 * Adds the prefix to the names in a document, SDL or operation, written for `schema`. The rest of the text is
 * unchanged.
 */
export function addPrefixTo(document: string, schema: GraphQLSchema, prefix: string): string {
  const edits: [NameNode, string][] = []
  const renameType = ({ name }: { readonly name: NameNode }) => {
    if (!isShared(schema, name.value)) edits.push([name, `${prefix}${name.value}`])
  }
  const renameField = ({ name }: { readonly name: NameNode }) => {
    edits.push([name, toFieldName(prefix, name.value)])
  }
  const types = new TypeInfo(schema)
  visit(
    parse(document),
    visitWithTypeInfo(types, {
      NamedType: renameType,
      EnumTypeDefinition: renameType,
      InputObjectTypeDefinition: renameType,
      ObjectTypeDefinition(node) {
        renameType(node)
        if (roots.has(node.name.value)) node.fields?.forEach(renameField)
      },
      Field(node) {
        if (roots.has(types.getParentType()?.name)) renameField(node)
      },
    }),
  )
  const lastFirst = edits.sort(([a], [b]) => (b.loc?.start ?? 0) - (a.loc?.start ?? 0))
  return lastFirst.reduce(
    (text, [{ loc }, name]) => `${text.slice(0, loc?.start)}${name}${text.slice(loc?.end)}`,
    document,
  )
}
