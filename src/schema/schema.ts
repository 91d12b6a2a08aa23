import { specifiedDirectives } from 'graphql'
import { builder } from './builder.ts'
import { DeferDirective } from './defer.ts'
import './scalars.ts'
import './source.ts'
import './source-lists.ts'
import './metric.ts'
import './report.ts'
import './breakdown.ts'
import './comparison.ts'
import './agent.ts'
import './place.ts'
import './ranking.ts'
import './queue.ts'
import './live.ts'
import './subscription.ts'

/** The one schema of the gateway, code first: every file named above adds its types and queries. */
export const schema = builder.toSchema({ directives: [...specifiedDirectives, DeferDirective] })
