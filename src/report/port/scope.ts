import { type Granularity, toBuckets } from '../time/bucket.ts'
import type { Instant, Span } from '../time/date.ts'
import { type Period, type RangeInput, resolveRange, toPeriod } from '../time/range.ts'
import { isTimeZone, normalizeTimeZone } from '../time/zone.ts'
import { BadArgument } from './error.ts'

/** The most buckets one report may have. */
export const maxBuckets = 10_000

/** An id as clients write it, `<source id>:<upstream id>`, taken apart. */
export interface ForeignId {
  readonly source: string
  readonly id: string
}

export interface FilterInput {
  readonly sources?: readonly string[] | null | undefined
  readonly agentEmail?: string | null | undefined
  readonly team?: string | null | undefined
  readonly inbox?: string | null | undefined
  readonly tags?: readonly string[] | null | undefined
  readonly goal?: string | null | undefined
  readonly greeting?: string | null | undefined
  readonly businessHours?: boolean | null | undefined
}

export interface ScopeInput {
  readonly range: RangeInput
  readonly granularity: Granularity
  readonly timeZone?: string | null | undefined
  readonly filter?: FilterInput | null | undefined
}

/** Whose part of the work to measure. A member that is absent narrows nothing. */
export interface Filter {
  readonly agentEmail?: string
  readonly team?: ForeignId
  readonly inbox?: ForeignId
  readonly tags?: readonly string[]
  readonly goal?: ForeignId
  readonly greeting?: ForeignId
  readonly businessHours: boolean
}

/** One question's range, calendar and filter, checked and resolved. */
export interface Scope {
  readonly range: Span
  readonly period: Period
  readonly granularity: Granularity
  readonly timeZone: string
  /** Every bucket of the range, oldest first. */
  readonly buckets: readonly Span[]
  readonly filter: Filter
  /** Ids of the selected sources; undefined for all that the caller may read. */
  readonly sources?: readonly string[]
  readonly now: Instant
}

/** What a scope is resolved against. */
export interface ScopeSetting {
  readonly now: Instant
  /** The zone of a scope that names none. */
  readonly timeZone: string
  /** Ids of the sources that exist for the caller. */
  readonly sources: readonly string[]
}

/** Resolves a question's scope; throws BadArgument for whatever could not be answered. Asks nothing upstream. */
export function toScope(input: ScopeInput, setting: ScopeSetting): Scope {
  const timeZone = readTimeZone(input.timeZone ?? setting.timeZone)
  const range = resolveRange(input.range, timeZone, setting.now)
  const buckets = toBuckets(range, input.granularity, timeZone, maxBuckets)
  if (buckets.length > maxBuckets)
    throw new BadArgument(
      'scope.granularity',
      `the range has more than ${maxBuckets} buckets; use a coarser granularity or a shorter range`,
    )
  const sources = input.filter?.sources ?? undefined
  if (sources) readSources(sources, setting.sources)
  return {
    range,
    period: toPeriod(input.range),
    granularity: input.granularity,
    timeZone,
    buckets,
    filter: toFilter(input.filter ?? {}, setting.sources),
    ...(sources && { sources }),
    now: setting.now,
  }
}

/** The same range as one bucket: a total needs neither hours nor buckets, and is fewer calls where each is one. */
export const toTotalScope = (scope: Scope): Scope => ({ ...scope, granularity: 'YEAR', buckets: [scope.range] })

/** The same range cut otherwise. */
export const withGranularity = (scope: Scope, granularity: Granularity): Scope => ({
  ...scope,
  granularity,
  buckets: toBuckets(scope.range, granularity, scope.timeZone),
})

function readTimeZone(name: string): string {
  if (isTimeZone(name)) return name
  const meant = normalizeTimeZone(name)
  const hint = meant ? `did you mean ${meant}?` : 'use an IANA name such as Europe/Warsaw, or UTC'
  throw new BadArgument('scope.timeZone', `${JSON.stringify(name.slice(0, 80))} is not a time zone; ${hint}`)
}

function readSources(ids: readonly string[], known: readonly string[]): void {
  if (ids.length === 0)
    throw new BadArgument(
      'scope.filter.sources',
      'is empty; name at least one source, or omit it to include all sources',
    )
  // One more than there are is unknown or named twice.
  for (const id of ids.slice(0, known.length + 1))
    if (!known.includes(id))
      throw new BadArgument('scope.filter.sources', `unknown source ${quote(id)}; available: ${known.join(', ')}`)
  if (ids.length > known.length)
    throw new BadArgument(
      'scope.filter.sources',
      `names ${ids.length} sources, but only ${known.length} are available; name each source once`,
    )
}

function toFilter(input: FilterInput, sources: readonly string[]): Filter {
  const { agentEmail, tags, businessHours } = input
  const readId = (name: 'team' | 'inbox' | 'goal' | 'greeting') => {
    const text = input[name]
    return typeof text === 'string' ? { [name]: parseId(text, `scope.filter.${name}`, sources) } : {}
  }
  return {
    ...(typeof agentEmail === 'string' && { agentEmail: parseEmail(agentEmail, 'scope.filter.agentEmail') }),
    ...readId('team'),
    ...readId('inbox'),
    ...readId('goal'),
    ...readId('greeting'),
    ...(tags && { tags: readTags(tags) }),
    businessHours: businessHours ?? false,
  }
}

/** Takes `<source id>:<upstream id>` apart; upstream ids of both products are whole numbers. */
export function parseId(text: string, argument: string, sources: readonly string[]): ForeignId {
  const [, source = '', id = ''] = /^([^:]+):(\d{1,18})$/.exec(text) ?? []
  if (!source)
    throw new BadArgument(argument, `${quote(text)} is not an id of the form <source id>:<number>, such as support:3`)
  if (!sources.includes(source))
    throw new BadArgument(argument, `unknown source ${quote(source)}; available: ${sources.join(', ')}`)
  return { source, id: String(BigInt(id)) }
}

/** The address as it was written, once it has the form of one. */
export function parseEmail(text: string, argument: string): string {
  if (!/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(text) || text.length > 254)
    throw new BadArgument(argument, `${quote(text)} is not an e-mail address such as ewa@example.com`)
  return text
}

const maxTags = 50

function readTags(tags: readonly string[]): readonly string[] {
  if (tags.length === 0) throw new BadArgument('scope.filter.tags', 'is empty; name one tag, or omit it')
  if (tags.length > maxTags)
    throw new BadArgument('scope.filter.tags', `names ${tags.length} tags; at most ${maxTags} are allowed`)
  for (const tag of tags)
    if (!/^[^\p{Cc}]{1,200}$/u.test(tag) || tag.trim() === '')
      throw new BadArgument(
        'scope.filter.tags',
        `${quote(tag)} is not a tag name; use 1 to 200 characters without control characters`,
      )
  return tags
}

const quote = (text: string): string => JSON.stringify(text.slice(0, 80))
