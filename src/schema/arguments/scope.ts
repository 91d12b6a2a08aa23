import type { ArgBuilder } from '@pothos/core'
import { requirePermission } from '../../auth/permission.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import { type Scope, type ScopeInput, toScope } from '../../report/port/scope.ts'
import { printInstant } from '../../report/time/zone.ts'
import { builder, type SchemaTypes } from '../build/builder.ts'
import { DayOfWeekRef, GranularityRef, MetricRef, RangePresetRef } from '../build/enums.ts'

const DaysInputRef = builder.inputType('DaysInput', {
  description: 'Whole calendar days in the requested time zone, first and last inclusive.',
  fields: (t) => ({
    first: t.field({ type: 'Date', required: true, description: 'The first day, inclusive.' }),
    last: t.field({ type: 'Date', required: true, description: 'The last day, inclusive; not before `first`.' }),
  }),
})

const InstantsInputRef = builder.inputType('InstantsInput', {
  description: 'A range between two instants, widened outward to whole hours of the requested time zone.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', required: true, description: 'Start of the range, inclusive.' }),
    to: t.field({
      type: 'DateTime',
      required: true,
      description: 'End of the range, exclusive; must be after `from`.',
    }),
  }),
})

export const RangeInputRef = builder.inputType('RangeInput', {
  isOneOf: true,
  description: 'A time range in exactly one of four forms. It must lie within the years 2000 to 2099.',
  fields: (t) => ({
    days: t.field({
      type: DaysInputRef,
      description: 'Whole calendar days in the requested time zone, first and last inclusive.',
    }),
    last: t.field({
      type: 'Duration',
      description:
        'The last days, weeks, months, years or hours, including the current one: P30D is the current day and the 29 days before it, PT24H the current hour and the 23 hours before it.',
    }),
    between: t.field({
      type: InstantsInputRef,
      description: 'From one instant to another, widened outward to whole hours of the requested time zone.',
    }),
    preset: t.field({ type: RangePresetRef, description: 'A calendar unit relative to the current time.' }),
  }),
})

const FilterInputRef = builder.inputType('FilterInput', {
  description:
    'Restricts what is measured; absent fields do not restrict anything. A source that cannot apply a filter is listed in `gaps`; its unfiltered figures are never returned instead.',
  fields: (t) => ({
    sources: t.idList({
      description: 'Ids of the sources to include; by default all sources that the caller may read.',
    }),
    agentEmail: t.string({
      description: 'The e-mail address of an agent, which identifies the agent in every source.',
    }),
    team: t.id({
      description:
        'Id of a team or LiveChat group, `<source id>:team:<number>`, e.g. support:team:3. Other sources contribute nothing.',
    }),
    inbox: t.id({
      description: 'Id of an inbox, `<source id>:inbox:<number>`. Other sources contribute nothing.',
    }),
    tags: t.stringList({
      description:
        'The name of a LiveChat tag or Chatwoot label. More than one results in the gap FILTER_UNSUPPORTED, because no provider defines how tags combine; more than 50 are BAD_USER_INPUT.',
    }),
    goal: t.id({
      description: 'Id of a goal, `<source id>:goal:<number>`. Other sources contribute nothing.',
    }),
    greeting: t.id({
      description: 'Id of a greeting, `<source id>:greeting:<number>`. Other sources contribute nothing.',
    }),
    businessHours: t.boolean({
      description:
        'Measures mean times in business hours only; Chatwoot only. Does not affect other metrics; false is the same as absent.',
    }),
  }),
})

export const ReportScopeRef = builder.inputType('ReportScope', {
  description:
    'The range, granularity, time zone and filter of a query. One variable can be shared by all fields of a dashboard.',
  fields: (t) => ({
    range: t.field({ type: RangeInputRef, required: true, description: 'The time range to measure.' }),
    granularity: t.field({
      type: GranularityRef,
      required: true,
      defaultValue: 'DAY',
      description: 'The length of a bucket; a range may have at most 10,000 buckets.',
    }),
    timeZone: t.field({
      type: 'TimeZone',
      description: 'The time zone of days and hours; by default the one configured for the gateway, or UTC.',
    }),
    weekStart: t.field({
      type: DayOfWeekRef,
      description:
        'The first day of a week, for WEEK buckets and the week presets; by default the one configured for the gateway, or MONDAY.',
    }),
    fiscalYearStart: t.int({
      description:
        'The month, 1 to 12, in which a year begins, for QUARTER and YEAR buckets and their presets; by default the one configured for the gateway, or 1 (January).',
    }),
    filter: t.field({
      type: FilterInputRef,
      description: 'Restricts what is measured; everything is included when absent.',
    }),
  }),
})

/**
 * Resolves a scope for the caller and the current time. Throws BadArgument, or Forbidden for a filter by agent without
 * permission.
 */
export function resolveScope(input: ScopeInput, { caller, now, timeZone, calendar, scopes }: GatewayContext): Scope {
  if (typeof input.filter?.agentEmail === 'string') requirePermission(caller, 'people')
  const key = JSON.stringify(input)
  const scope =
    scopes.get(key) ?? toScope(input, { now, timeZone, calendar, sources: caller.sources.map(({ id }) => id) })
  scopes.set(key, scope)
  return scope
}

/** The argument of every field that returns figures of a scope. */
export const scopeArgument = (arg: ArgBuilder<SchemaTypes>) => ({
  scope: arg({
    type: ReportScopeRef,
    required: true,
    description: 'The range, granularity, time zone and filter.',
  }),
})

/** The arguments of every field that returns a report. */
export const reportArguments = (arg: ArgBuilder<SchemaTypes>) => ({
  metric: arg({ type: MetricRef, required: true, description: 'The metric to report.' }),
  ...scopeArgument(arg),
})

export const TimeRangeRef = builder.objectRef<Scope>('TimeRange').implement({
  description: 'A range between two instants.',
  fields: (t) => ({
    start: t.field({
      type: 'DateTime',
      description: 'Start of the range, inclusive.',
      resolve: ({ range, timeZone }) => printInstant(timeZone, range.start),
    }),
    end: t.field({
      type: 'DateTime',
      description: 'End of the range, exclusive.',
      resolve: ({ range, timeZone }) => printInstant(timeZone, range.end),
    }),
    timeZone: t.expose('timeZone', { type: 'TimeZone', description: 'The time zone of days and hours.' }),
    isWidened: t.exposeBoolean('isWidened', {
      description: 'True when a range between two instants was widened to whole hours; `start` and `end` show them.',
    }),
  }),
})
