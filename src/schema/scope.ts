import { requireRight } from '../access/right.ts'
import type { GatewayContext } from '../context.ts'
import { type Scope, type ScopeInput, toScope } from '../report/scope.ts'
import { builder } from './builder.ts'
import { Granularity, RangePreset } from './enums.ts'

const DaysInput = builder.inputType('DaysInput', {
  description: 'Whole calendar days in the asked time zone, both included: what a date picker gives.',
  fields: (t) => ({
    first: t.field({ type: 'Date', required: true, description: 'The first day, included.' }),
    last: t.field({ type: 'Date', required: true, description: 'The last day, included; not before the first.' }),
  }),
})

const InstantsInput = builder.inputType('InstantsInput', {
  description: 'A range between two instants, each the beginning of an hour in the asked zone.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', required: true, description: 'The first instant, included.' }),
    to: t.field({ type: 'DateTime', required: true, description: 'The end, not included; after `from`.' }),
  }),
})

const RangeInput = builder.inputType('RangeInput', {
  isOneOf: true,
  description: 'A range of time, in exactly one of four forms. It must lie between the years 2000 and 2099.',
  fields: (t) => ({
    days: t.field({
      type: DaysInput,
      description: 'Whole calendar days in the asked time zone, both included: what a date picker gives.',
    }),
    last: t.field({
      type: 'Duration',
      description:
        'Up to now: P30D is the last 30 calendar days with today the last (weeks, months and years likewise, the present one the last); PT24H the last 24 hours with the current hour the last.',
    }),
    between: t.field({
      type: InstantsInput,
      description:
        'From one instant up to another, each the beginning of an hour in the asked zone. Days that it cuts are read by the hour.',
    }),
    preset: t.field({ type: RangePreset, description: 'A calendar unit around now.' }),
  }),
})

const FilterInput = builder.inputType('FilterInput', {
  description:
    'Which part of the work to measure. A source that cannot apply a filter contributes nothing and says so in `gaps`; it never answers as if unfiltered. A field that is absent narrows nothing.',
  fields: (t) => ({
    sources: t.idList({ description: 'Ids of the sources to ask; all that the caller may read when absent.' }),
    agentEmail: t.string({ description: 'The e-mail address of an agent: the same person in every source.' }),
    team: t.id({
      description:
        'Id of a team, `<source id>:<number>`, e.g. support:3; a LiveChat group is a team. Sources other than the one it names contribute nothing.',
    }),
    inbox: t.id({
      description: 'Id of an inbox, `<source id>:<number>`. Sources other than the one it names contribute nothing.',
    }),
    tags: t.stringList({
      description:
        'A LiveChat tag or Chatwoot label by name. More than one is a gap FILTER_UNSUPPORTED: neither product defines it. More than 50 are BAD_USER_INPUT.',
    }),
    goal: t.id({
      description: 'Id of a goal, `<source id>:<number>`. Sources other than the one it names contribute nothing.',
    }),
    greeting: t.id({
      description: 'Id of a greeting, `<source id>:<number>`. Sources other than the one it names contribute nothing.',
    }),
    businessHours: t.boolean({
      description:
        'Counts business hours alone in means; only Chatwoot can. Changes nothing on other metrics; false is the same as absent.',
    }),
  }),
})

export const ReportScope = builder.inputType('ReportScope', {
  description:
    'When, how finely, and which part of the work to measure. One variable serves every field of a dashboard.',
  fields: (t) => ({
    range: t.field({ type: RangeInput, required: true, description: 'The time to measure.' }),
    granularity: t.field({
      type: Granularity,
      required: true,
      defaultValue: 'DAY',
      description: 'How finely the range is cut; at most 10,000 buckets.',
    }),
    timeZone: t.field({
      type: 'TimeZone',
      description: "The zone in which days begin; when absent the gateway's configured one, or UTC.",
    }),
    filter: t.field({ type: FilterInput, description: 'Which part of the work to measure; all of it when absent.' }),
  }),
})

/** A scope as asked by this caller, now; throws BadArgument, and Forbidden where it is about one person. */
export function resolveScope(input: ScopeInput, { caller, now, timeZone }: GatewayContext): Scope {
  if (typeof input.filter?.agentEmail === 'string') requireRight(caller, 'people')
  return toScope(input, { now, timeZone, sources: caller.sources.map(({ id }) => id) })
}
