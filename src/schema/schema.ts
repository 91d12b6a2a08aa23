import { builder } from './builder.ts'
import './scalars.ts'
import './source.ts'
import './metric.ts'
import './report.ts'

/** The one schema of the gateway, code first: every file named above adds its types and queries. */
export const schema = builder.toSchema()
