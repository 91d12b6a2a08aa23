import type { GraphQLResolveInfo } from 'graphql'
import { requirePermission } from '../../auth/permission.ts'
import { once } from '../../concurrency/memoize.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import { type Metric, metrics } from '../../report/figures/metric.ts'
import { unlessBadArgument } from '../../report/port/error.ts'
import type { FigureNeeds } from '../../report/port/plan.ts'
import type { Scope } from '../../report/port/scope.ts'
import { type Breakdown, type Dimension, runBreakdown } from '../../report/questions/breakdown.ts'
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
import { isPageSize } from '../arguments/number-arguments.ts'
import { listSelectedFields, toPaths } from '../build/selection.ts'

/** A report as requested. Everything it needs from upstream is read at most once, and only if it is selected. */
export interface ReportRequest {
  readonly metric: Metric
  readonly scope: Scope
  readonly read: () => Promise<Report>
  /** Throws BadArgument. */
  readonly compare: (to: ComparisonInput) => ComparisonRequest
  readonly breakDown: (by: Dimension, needs: FigureNeeds) => Promise<Breakdown>
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

/** What a report can say without asking anybody. */
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
 * Starts all that is selected below a report at once, so that what it shares is read together: this month and the
 * month before are adjacent days of one stream. Waits for the report's own figures where they are selected, and rejects
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
    // One that its resolver rejects is not started.
    if (name === 'breakdown' && isPageSize(args.first as number))
      started.push(...startBreakdown(request, args.by as Dimension, paths))
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
function startBreakdown(request: ReportRequest, by: Dimension, paths: ReadonlySet<string>): Promise<unknown>[] {
  const needs = toBreakdownNeeds(request.metric, paths)
  return [request.breakDown(by, needs), ...(paths.has('rest') ? [request.readFigures(needs)] : [])]
}

/** Which figures of slices are needed: the rest of a mean is exact by the weights of the slices only. */
export function toBreakdownNeeds(metric: Metric, paths: ReadonlySet<string>): FigureNeeds {
  const { buckets, sampleSize } = toNeeds(paths, 'slices.')
  const isWeighed = paths.has('rest') && metrics[metric].aggregation === 'MEAN'
  return { buckets: buckets || paths.has('rest.buckets'), sampleSize: sampleSize || isWeighed }
}

/** Which figures are selected where the paths begin so. */
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
    async breakDown(by, needs) {
      if (by === 'AGENT') requirePermission(caller, 'people')
      const key = JSON.stringify([by, needs])
      const breakdown = breakdowns.get(key) ?? runBreakdown(metric, scope, by, needs, caller.sources, loaders, planner)
      breakdowns.set(key, breakdown)
      return breakdown
    },
  }
}
