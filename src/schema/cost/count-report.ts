import { Forbidden } from '../../auth/permission.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import { metrics } from '../../report/figures/metric.ts'
import type { ListName } from '../../report/port/directory.ts'
import { BadArgument, unlessBadArgument } from '../../report/port/error.ts'
import type { FigureNeeds } from '../../report/port/plan.ts'
import type { Scope, ScopeInput } from '../../report/port/scope.ts'
import type { Dimension } from '../../report/questions/breakdown.ts'
import { toComparisonTarget, toEarlierScope } from '../../report/questions/compared-range.ts'
import {
  addBreakdown,
  addDifference,
  addReport,
  type CallCount,
  type EachOf,
} from '../../report/questions/count-calls.ts'
import { toHourlyScope } from '../../report/questions/hours-of-week.ts'
import { everything, type ReportQuestion } from '../../report/questions/report.ts'
import { isPageSize } from '../arguments/number-arguments.ts'
import { resolveScope } from '../arguments/scope.ts'
import { differenceFields, isStatic } from '../report/report-request.ts'

interface SelectedReport extends Omit<ReportQuestion, 'needs'> {
  readonly mayReadPeople: boolean
}

export const has = ({ below }: FieldSelection, ...names: readonly string[]) =>
  below.some(({ name }) => names.includes(name))
export const find = ({ below }: FieldSelection, name: string) => below.filter((field) => field.name === name)

/** Which figures of a report, or of slices, are selected. */
function toNeeds(fields: readonly FieldSelection[]): FigureNeeds {
  const isSelected = (figure: string) =>
    fields.some((field) => has(field, figure) || find(field, 'bySource').some((part) => has(part, figure)))
  return { buckets: isSelected('buckets'), sampleSize: isSelected('sampleSize') }
}

/** Everything that is selected below a report. */
export function countBelow(count: CallCount, field: FieldSelection, report: SelectedReport, of?: EachOf): void {
  if (field.below.some(({ name }) => !isStatic(name))) addReport(count, { ...report, needs: toNeeds([field]) }, of)
  if (has(field, 'hoursOfWeek')) {
    const scope = unlessBadArgument(() => toHourlyScope(report.scope))
    if (scope) addReport(count, { ...report, scope, needs: everything }, of)
  }
  for (const breakdown of find(field, 'breakdown'))
    if (isPageSize(breakdown.args.first as number) && (report.mayReadPeople || breakdown.args.by !== 'AGENT')) {
      const rest = find(breakdown, 'rest')
      const { buckets, sampleSize } = toNeeds(find(breakdown, 'slices'))
      const isWeighed = rest.length > 0 && metrics[report.metric].aggregation === 'MEAN'
      const needs = { buckets: buckets || rest.some((one) => has(one, 'buckets')), sampleSize: sampleSize || isWeighed }
      const question = { ...report, needs }
      if (rest.length > 0) addReport(count, question, of)
      addBreakdown(count, question, breakdown.args.by as Dimension, of)
    }
  for (const comparison of find(field, 'comparison')) {
    const to = unlessBadArgument(() => toComparisonTarget(comparison.args, report.scope))
    if (!to) continue
    const earlier = { ...report, scope: toEarlierScope(report.scope, to) }
    for (const one of find(comparison, 'report')) countBelow(count, one, earlier, of)
    if (has(comparison, ...differenceFields)) addDifference(count, report, to, of)
  }
}

/** The buckets of a comparison below a field with a scope. */
export function countComparedBuckets(
  { args }: FieldSelection,
  context: GatewayContext,
  above: FieldSelection | undefined,
): number {
  const scope = above && findScope(above, context)
  const target = scope && unlessBadArgument(() => toComparisonTarget(args, scope))
  return scope && target ? toEarlierScope(scope, target).buckets.length : 0
}

/** Undefined where it is invalid or forbidden: the field is rejected when it is resolved. */
export function findScope({ args }: FieldSelection, context: GatewayContext): Scope | undefined {
  try {
    return resolveScope(args.scope as ScopeInput, context)
  } catch (error) {
    if (error instanceof BadArgument || error instanceof Forbidden) return undefined
    throw error
  }
}

/** A field as an operation selects it. */
export interface FieldSelection {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  /** The fields below it, of the one type that it returns. */
  readonly below: readonly FieldSelection[]
}

/** Adds the calls that a field may need, given the number of different parents. */
export type CountField = (field: FieldSelection, count: CallCount, context: GatewayContext, parents: number) => void

/** How many members the list of each of the caller's sources has; an assumed number where that is not known. */
export type ListSizes = (list: ListName) => readonly number[]

/** The cost of a field of the schema, kept in its extensions because types may be renamed. */
export interface FieldCost {
  readonly count?: CountField
  /** The maximum number of different objects that a field returns below a number of different parents. */
  readonly members?: (field: FieldSelection, parents: number, typeName: string, sizes: ListSizes) => number
  /** How many objects a field returns below one parent; if it is absent, a list has as many as there are sources. */
  readonly length?: (field: FieldSelection, typeName: string, sizes: ListSizes) => number
  /**
   * Of a field with a scope, or with a range of its own below such a field: the number of its buckets, which the fields
   * `isOfBuckets` below it return.
   */
  readonly buckets?: (field: FieldSelection, context: GatewayContext, above?: FieldSelection) => number
  readonly isOfBuckets?: true
  /** Of a field with a scope: the days of its range. */
  readonly days?: (field: FieldSelection, context: GatewayContext) => number
}
