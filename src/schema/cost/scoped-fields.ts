import { type Caller, Forbidden } from '../../auth/permission.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import type { Metric } from '../../report/figures/metric.ts'
import type { ListName } from '../../report/port/directory.ts'
import { BadArgument } from '../../report/port/error.ts'
import type { Filter } from '../../report/port/filter.ts'
import type { FigureNeeds } from '../../report/port/plan.ts'
import type { Scope, ScopeInput } from '../../report/port/scope.ts'
import type { RankingSubject } from '../../report/port/source.ts'
import { toComparisonTarget, toEarlierScope } from '../../report/questions/compared-range.ts'
import {
  addBreakdown,
  addDifference,
  addLive,
  addQueue,
  addRanking,
  addReport,
  type CallCount,
  type EachOf,
} from '../../report/questions/count-calls.ts'
import { toHourlyScope } from '../../report/questions/hours-of-week.ts'
import { everything, type ReportQuestion } from '../../report/questions/report.ts'
import { day } from '../../report/time/date.ts'
import { isPageSize } from '../arguments/number-arguments.ts'
import { resolveScope } from '../arguments/scope.ts'
import { addRestNeeds, type BreakdownInput, readDimension } from '../report/breakdown-arguments.ts'
import { isStaticOfQueue } from '../report/queue.ts'
import { differenceFields, isStatic, maxMetrics } from '../report/report-request.ts'

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

/** The cost of a field with a scope; a scope that is rejected costs nothing. */
const ofScope = (
  count: (scope: Scope, ...args: Parameters<CountField>) => void,
): Pick<FieldCost, 'count' | 'buckets' | 'days'> => ({
  count(...args) {
    const [field, , context] = args
    const scope = findScope(field, context)
    if (scope) count(scope, ...args)
  },
  buckets: (field, context) => findScope(field, context)?.buckets.length ?? 0,
  days(field, context) {
    const range = findScope(field, context)?.range
    return range ? (range.end - range.start) / day : 0
  },
})

export const report: FieldCost = {
  length: ({ args }) => (args.metrics as readonly Metric[] | undefined)?.length ?? 1,
  ...ofScope((scope, field, count, { caller }) => {
    const names = (field.args.metrics ?? [field.args.metric]) as readonly Metric[]
    if (names.length > maxMetrics) return
    for (const metric of new Set(names)) countBelow(count, field, { metric, scope, sources: caller.sources, caller })
  }),
}

/** Stands for any agent: the cost does not depend on which. */
const anyAgent: Partial<Filter> = { agentEmail: 'anybody@example.com' }

export const reportOf = (by: 'AGENT' | 'TEAM' | 'INBOX'): FieldCost =>
  ofScope((scope, field, count, { caller }, parents) => {
    for (const source of caller.sources) {
      const id = { source: source.id, id: '0' }
      const narrowed = { AGENT: anyAgent, TEAM: { team: id }, INBOX: { inbox: id } }[by]
      const narrow = { ...scope, filter: { ...scope.filter, ...narrowed } }
      const report = { metric: field.args.metric as Metric, scope: narrow, sources: [source], caller }
      countBelow(count, field, report, { by, count: parents })
    }
  })

export const queue: FieldCost = ofScope((scope, field, count, { caller }) => {
  if (field.below.some(({ name }) => !isStaticOfQueue(name))) addQueue(count, scope, caller.sources)
  for (const live of find(field, 'live')) addLive(count, scope, caller.sources, has(live, 'byAgent'))
})

export const ranking: FieldCost = ofScope((scope, { args }, count, { caller }) => {
  if (isPageSize(args.first as number)) addRanking(count, args.subject as RankingSubject, scope, caller.sources)
})

interface SelectedReport extends Omit<ReportQuestion, 'needs'> {
  readonly caller: Caller
}

const has = ({ below }: FieldSelection, ...names: readonly string[]) => below.some(({ name }) => names.includes(name))
const find = ({ below }: FieldSelection, name: string) => below.filter((field) => field.name === name)

/** Which figures of a report, or of slices, are selected. */
function toNeeds(fields: readonly FieldSelection[]): FigureNeeds {
  const isSelected = (figure: string) =>
    fields.some((field) => has(field, figure) || find(field, 'bySource').some((part) => has(part, figure)))
  return { buckets: isSelected('buckets'), sampleSize: isSelected('sampleSize') }
}

/** Everything that is selected below a report. */
function countBelow(count: CallCount, field: FieldSelection, report: SelectedReport, of?: EachOf): void {
  if (field.below.some(({ name }) => !isStatic(name))) addReport(count, { ...report, needs: toNeeds([field]) }, of)
  if (has(field, 'hoursOfWeek')) {
    const hourly = unlessRejected(() => toHourlyScope(report.scope))
    if (hourly) addReport(count, { ...report, scope: hourly, needs: everything }, of)
  }
  for (const breakdown of find(field, 'breakdown')) {
    const by = unlessRejected(() => readDimension(breakdown.args as BreakdownInput, report.caller))
    if (!by) continue
    const ofSlices = toNeeds(find(breakdown, 'slices'))
    const rests = find(breakdown, 'rest')
    const ofRest = { buckets: rests.some((rest) => has(rest, 'buckets')) }
    const needs = rests.length > 0 ? addRestNeeds(report.metric, ofSlices, ofRest) : ofSlices
    if (rests.length > 0) addReport(count, { ...report, needs }, of)
    addBreakdown(count, { ...report, needs }, by, of)
  }
  for (const comparison of find(field, 'comparison')) {
    const to = unlessRejected(() => toComparisonTarget(comparison.args, report.scope))
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
  const target = scope && unlessRejected(() => toComparisonTarget(args, scope))
  return scope && target ? toEarlierScope(scope, target).buckets.length : 0
}

const findScope = ({ args }: FieldSelection, context: GatewayContext): Scope | undefined =>
  unlessRejected(() => resolveScope(args.scope as ScopeInput, context))

/** The result; undefined where an argument is invalid or forbidden: the field is rejected when it is resolved. */
function unlessRejected<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof BadArgument || error instanceof Forbidden) return undefined
    throw error
  }
}
