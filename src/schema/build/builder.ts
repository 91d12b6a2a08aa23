import SchemaBuilder from '@pothos/core'
import DirectivesPlugin from '@pothos/plugin-directives'
import FederationPlugin from '@pothos/plugin-federation'
import type { GatewayContext } from '../../gateway/context.ts'

/** The schema builder. Each file of `schema/` adds a type and the queries that return it. */
export const builder = new SchemaBuilder<{
  Context: GatewayContext
  DefaultFieldNullability: false
  DefaultInputFieldRequiredness: false
  Scalars: {
    ID: { Input: string; Output: string }
    Date: { Input: string; Output: string }
    DateTime: { Input: string; Output: string }
    Duration: { Input: string; Output: string }
    TimeZone: { Input: string; Output: string }
  }
}>({ plugins: [DirectivesPlugin, FederationPlugin], defaultFieldNullability: false })

builder.queryType({ description: 'Support figures from all configured sources.' })

export type SchemaTypes = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer Types> ? Types : never
