import { buildSubgraphSchema } from '@apollo/subgraph'
import { serve } from './serve.ts'
import { subgraphs } from './subgraphs.ts'

/** A subgraph of somebody else, by its name. */
const name = process.argv[2] as keyof typeof subgraphs
serve(buildSubgraphSchema({ ...subgraphs[name] }))
