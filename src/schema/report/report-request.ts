import type { GraphQLResolveInfo } from 'graphql'
import { once } from '../../concurrency/memoize.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import type { Metric } from '../../report/figures/metric.ts'
import { BadArgument, unlessBadArgument } from '../../report/port/error.ts'
import type { FigureNeeds } from '../../report/port/plan.ts'
import type { Scope, ScopeInput } from '../../report/port/scope.ts'
import { type Breakdown, runBreakdown } from '../../report/questions/breakdown.ts'
import {
  type ComparisonInput,
  type ComparisonTarget,
  toComparisonTarget,
  toEarlierScope,
  toElapsed,
} from '../../report/questions/compared-range.ts'
import { compareElapsed, compareTotals, type Difference } from '../../report/questions/comparison.ts'
import { toHourlyScope } from '../../report/questions/hours-of-week.ts'
import { everything, type Report, runReport } from '../../report/questions/report.ts'
import { reportArguments, resolveScope, scopeArgument } from '../arguments/scope.ts'
import { builder } from '../build/builder.ts'
import { MetricRef } from '../build/enums.ts'
import { nullWithError } from '../build/errors.ts'
import { listSelectedFields, toPaths } from '../build/selection.ts'
import { type BreakdownInput, readDimension, toBreakdownNeeds, toNeeds } from './breakdown-arguments.ts'
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
  /** The report with other figures than those that are selected. */
  readonly readFigures: (needs: FigureNeeds) => Promise<Report>
  /** The report by the hour. Rejects with BadArgument for a range with too many hours. */
  readonly readHoursOfWeek: () => Promise<Report>
}

export interface ComparisonRequest {
  readonly earlier: ReportRequest
  readonly differ: () => Promise<Difference>
}

/** The fields of a comparison that need the difference of the totals. */
export const differenceFields = ['current', 'previous', 'absolute', 'relative', 'gaps'] as const

/** Whether a field of a report does not need the figures of the report itself. */
export const isStatic = (field: string): boolean =>
  [
    'id',
    'metric',
    'unit',
    'aggregation',
    'range',
    'granularity',
    'comparison',
    'breakdown',
    'hoursOfWeek',
    '__typename',
  ].includes(field)

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
    if (name === 'breakdown') started.push(...startBreakdown(request, args as BreakdownInput, paths))
    if (name === 'hoursOfWeek') started.push(request.readHoursOfWeek())
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

/** Starts a breakdown, and the totals that its rest needs. */
function startBreakdown(request: ReportRequest, input: BreakdownInput, paths: ReadonlySet<string>): Promise<unknown>[] {
  const needs = toBreakdownNeeds(request.metric, paths)
  return [request.breakDown(input, needs), ...(paths.has('rest') ? [request.readFigures(needs)] : [])]
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
  const reports = new Map<string, Promise<Report>>()

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
    readFigures(needs) {
      const key = JSON.stringify(needs)
      const report = reports.get(key) ?? runReport(metric, scope, caller.sources, loaders, needs, planner)
      reports.set(key, report)
      return report
    },
    readHoursOfWeek: once(async () =>
      runReport(metric, toHourlyScope(scope), caller.sources, loaders, everything, planner),
    ),
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
