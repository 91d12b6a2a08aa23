import { type ASTVisitor, GraphQLError, NoSchemaIntrospectionCustomRule, type ValidationContext } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/** Disables introspection, and the SDL of the subgraph in `_service`. */
export const useDisableIntrospection = (): Plugin => ({
  onValidate({ addValidationRule }) {
    addValidationRule(NoSchemaIntrospectionCustomRule)
    addValidationRule(NoSubgraphIntrospectionRule)
  },
})

/** Routers read `_service` when a supergraph is composed, not when it is queried. */
const NoSubgraphIntrospectionRule = (context: ValidationContext): ASTVisitor => ({
  Field(node) {
    if (node.name.value === '_service')
      context.reportError(
        new GraphQLError('The SDL is not available because introspection is disabled.', { nodes: node }),
      )
  },
})
