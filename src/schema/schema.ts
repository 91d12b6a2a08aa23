import { specifiedDirectives } from 'graphql'
import { builder } from './build/builder.ts'
import { DeferDirective } from './build/selection.ts'
import './entities/source.ts'
import './entities/source-lists.ts'
import './report/metric.ts'
import './report/report.ts'
import './report/breakdown.ts'
import './report/comparison.ts'
import './entities/agent.ts'
import './entities/named-entity.ts'
import './entities/find-node.ts'
import './report/ranking.ts'
import './report/queue.ts'
import './report/live.ts'
import './report/subscription.ts'

/** The schema, code first: each imported file adds its types and queries. */
export const schema = builder.toSchema({ directives: [...specifiedDirectives, DeferDirective] })
