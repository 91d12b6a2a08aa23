import { type ASTVisitor, GraphQLError, NoSchemaIntrospectionCustomRule, type ValidationContext } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/** Tells nothing of the schema, be it to tools or to routers. */
export const useDisableIntrospection = (): Plugin => ({
  onValidate({ addValidationRule }) {
    addValidationRule(NoSchemaIntrospectionCustomRule)
    addValidationRule(NoSubgraphIntrospectionRule)
  },
})

/** `_service` is what routers read the SDL from; they do so when a graph is composed, not when it is asked. */
const NoSubgraphIntrospectionRule = (context: ValidationContext): ASTVisitor => ({
  Field(node) {
    if (node.name.value === '_service')
      context.reportError(
        new GraphQLError('The SDL is not available because introspection is disabled.', { nodes: node }),
      )
  },
})
