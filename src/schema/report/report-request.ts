import type { GraphQLResolveInfo } from 'graphql'
import { type Caller, requirePermission } from '../../auth/permission.ts'
import { once } from '../../concurrency/memoize.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import type { Metric } from '../../report/figures/metric.ts'
import { BadArgument, unlessBadArgument } from '../../report/port/error.ts'
import type { FigureNeeds } from '../../report/port/plan.ts'
import type { Scope, ScopeInput } from '../../report/port/scope.ts'
import { type Breakdown, type Dimension, runBreakdown } from '../../report/questions/breakdown.ts'
import {
  type ComparisonInput,
  type ComparisonTarget,
  toComparisonTarget,
  toEarlierScope,
  toElapsed,
} from '../../report/questions/compared-range.ts'
import { compareElapsed, compareTotals, type Difference } from '../../report/questions/comparison.ts'
import { type Report, runReport } from '../../report/questions/report.ts'
import { assertPageSize } from '../arguments/number-arguments.ts'
import { reportArguments, resolveScope, scopeArgument } from '../arguments/scope.ts'
import { builder } from '../build/builder.ts'
import { MetricRef } from '../build/enums.ts'
import { nullWithError } from '../build/errors.ts'
import { listSelectedFields, toPaths } from '../build/selection.ts'
import { ReportRef } from './report.ts'

/** A report as requested. Everything it needs from upstream is read at most once, and only if it is selected. */
export interface ReportRequest {
  readonly metric: Metric
  readonly scope: Scope
  readonly read: () => Promise<Report>
  /** Throws BadArgument. */
  readonly compare: (to: ComparisonInput) => ComparisonRequest
  /** Rejects with BadArgument or Forbidden. */
  readonly breakDown: (input: BreakdownInput, needs: FigureNeeds) => Promise<Breakdown>
}

export interface ComparisonRequest {
  readonly earlier: ReportRequest
  readonly differ: () => Promise<Difference>
}

/** The arguments of a breakdown. */
export type BreakdownInput = { readonly by: Dimension; readonly first: number }

/** The dimension of a breakdown. Throws BadArgument for a wrong page size, Forbidden for agents without permission. */
export function readDimension({ by, first }: BreakdownInput, caller: Caller): Dimension {
  assertPageSize(first)
  if (by === 'AGENT') requirePermission(caller, 'people')
  return by
}

/** The fields of a comparison that need the difference of the totals. */
export const differenceFields = ['current', 'previous', 'absolute', 'relative', 'gaps'] as const

/** Whether a field of a report does not need the figures of the report itself. */
export const isStatic = (field: string): boolean =>
  ['id', 'metric', 'unit', 'aggregation', 'range', 'granularity', 'comparison', 'breakdown', '__typename'].includes(
    field,
  )

/**
 * Starts all that is selected below a report at once, so that shared rows are read together: this month and the month
 * before are adjacent days of one series. Waits for the report's own figures where they are selected, and rejects
 * when no source answered; figures that are deferred are waited for where they are resolved.
 */
export async function requestReport(
  metric: Metric,
  scope: Scope,
  context: GatewayContext,
  info: GraphQLResolveInfo,
): Promise<ReportRequest> {
  const fields = listSelectedFields(info)
  const request = toReportRequest(metric, scope, context, toPaths(fields))
  const started: Promise<unknown>[] = []
  const figures = fields.filter(({ name }) => !isStatic(name))
  if (figures.length > 0) started.push(request.read())
  for (const { name, args, paths } of fields) {
    if (name === 'breakdown') started.push(request.breakDown(args as BreakdownInput, toNeeds(paths, 'slices.')))
    if (name !== 'comparison') continue
    const comparison = unlessBadArgument(() => request.compare(args))
    if (!comparison) continue
    const { earlier, differ } = comparison
    if ([...paths].some((path) => path.startsWith('report.') && !isStatic(path.split('.')[1] ?? '')))
      started.push(earlier.read())
    if (differenceFields.some((path) => paths.has(path))) started.push(differ())
  }
  // The resolvers return the errors; here they are only kept from being unhandled.
  for (const one of started) one.catch(() => undefined)
  if (figures.some(({ isDeferred }) => !isDeferred)) await request.read()
  return request
}

/** Which figures are selected, of the paths that start with a prefix. */
export function toNeeds(paths: ReadonlySet<string>, start: string): FigureNeeds {
  const isSelected = (figure: string) => paths.has(`${start}${figure}`) || paths.has(`${start}bySource.${figure}`)
  return { buckets: isSelected('buckets'), sampleSize: isSelected('sampleSize') }
}

/** `paths` are those selected below the report; they begin with `start`. */
function toReportRequest(
  metric: Metric,
  scope: Scope,
  context: GatewayContext,
  paths: ReadonlySet<string>,
  start = '',
): ReportRequest {
  const { caller, loaders, planner } = context
  const read = once(() => runReport(metric, scope, caller.sources, loaders, toNeeds(paths, start), planner))
  const comparisons = new Map<string, ComparisonRequest>()
  const breakdowns = new Map<string, Promise<Breakdown>>()

  function toComparison(to: ComparisonTarget): ComparisonRequest {
    const earlier = toReportRequest(metric, toEarlierScope(scope, to), context, paths, `${start}comparison.report.`)
    const elapsed = toElapsed(scope, earlier.scope, to)
    const differ = once(async () => {
      if (elapsed) return compareElapsed(metric, elapsed, caller.sources, loaders, planner)
      const [now, then] = await Promise.all([read(), earlier.read()])
      return compareTotals(metric, now, then)
    })
    return { earlier, differ }
  }

  return {
    metric,
    scope,
    read,
    compare(input) {
      const target = toComparisonTarget(input, scope)
      const key = JSON.stringify(target)
      const comparison = comparisons.get(key) ?? toComparison(target)
      comparisons.set(key, comparison)
      return comparison
    },
    async breakDown(input, needs) {
      const by = readDimension(input, caller)
      const key = JSON.stringify([by, needs])
      const breakdown = breakdowns.get(key) ?? runBreakdown(metric, scope, by, needs, caller.sources, loaders, planner)
      breakdowns.set(key, breakdown)
      return breakdown
    },
  }
}

/** One metric over one scope, as a query or once more for a subscription. */
export const resolveReport = (
  _: unknown,
  { metric, scope }: { readonly metric: Metric; readonly scope: ScopeInput },
  context: GatewayContext,
  info: GraphQLResolveInfo,
): Promise<ReportRequest> => requestReport(metric, resolveScope(scope, context), context, info)

export const maxMetrics = 50

builder.queryFields((t) => ({
  report: t.field({
    type: ReportRef,
    nullable: true,
    description: `One metric over one range, split into calendar buckets and merged over all sources. ${nullWithError}`,
    args: reportArguments(t.arg),
    resolve: resolveReport,
  }),
  reports: t.field({
    type: [ReportRef],
    nullable: { list: false, items: true },
    description: `Reports of several metrics over one range, in the requested order. ${nullWithError.replace('Null', 'An element is null')}`,
    args: {
      metrics: t.arg({ type: [MetricRef], required: true, description: 'The metrics to report, at most 50.' }),
      ...scopeArgument(t.arg),
    },
    resolve: (_, { metrics: names, scope }, context, info) => {
      if (names.length > maxMetrics)
        throw new BadArgument('metrics', `names ${names.length} metrics; at most ${maxMetrics} are allowed`)
      const resolved = resolveScope(scope, context)
      return names.map((metric) => requestReport(metric, resolved, context, info))
    },
  }),
}))
