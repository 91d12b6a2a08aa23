import { Forbidden } from '../../auth/permission.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import { BadArgument } from '../../report/port/error.ts'
import type { FigureNeeds } from '../../report/port/plan.ts'
import type { Scope, ScopeInput } from '../../report/port/scope.ts'
import type { Dimension } from '../../report/questions/breakdown.ts'
import { type ComparisonPeriod, toEarlierScope } from '../../report/questions/comparison.ts'
import {
  addBreakdown,
  addDifference,
  addReport,
  type CallCount,
  type EachOf,
} from '../../report/questions/count-calls.ts'
import type { ReportQuestion } from '../../report/questions/run-report.ts'
import { isPageSize } from '../arguments/page-size.ts'
import { resolveScope } from '../arguments/scope.ts'
import { isStatic } from '../report/report-request.ts'
import type { FieldSelection } from './field-cost.ts'

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
  for (const breakdown of find(field, 'breakdown'))
    if (isPageSize(breakdown.args.first as number) && (report.mayReadPeople || breakdown.args.by !== 'AGENT')) {
      const question = { ...report, needs: toNeeds(find(breakdown, 'slices')) }
      addBreakdown(count, question, breakdown.args.by as Dimension, of)
    }
  for (const comparison of find(field, 'comparison')) {
    const to = comparison.args.to as ComparisonPeriod
    const earlier = { ...report, scope: toEarlierScope(report.scope, to) }
    for (const one of find(comparison, 'report')) countBelow(count, one, earlier, of)
    if (has(comparison, 'absolute', 'relative', 'gaps')) addDifference(count, report, to, of)
  }
}

/** By the arguments of their fields, which are new for each operation. */
const scopes = new WeakMap<object, Scope | undefined>()

/** Undefined where it is invalid or forbidden: the field is rejected when it is resolved. */
export function findScope({ args }: FieldSelection, context: GatewayContext): Scope | undefined {
  if (scopes.has(args)) return scopes.get(args)
  try {
    scopes.set(args, resolveScope(args.scope as ScopeInput, context))
  } catch (error) {
    if (!(error instanceof BadArgument || error instanceof Forbidden)) throw error
    scopes.set(args, undefined)
  }
  return scopes.get(args)
}
