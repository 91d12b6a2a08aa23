import { type Gap, GapError, makesPartial, type Warning } from '../../port/error.ts'
import type { Source } from '../../port/source.ts'
import type { Instant } from '../../time/date.ts'
import { printInstant } from '../../time/zone.ts'

export interface SourceGap extends Gap {
  readonly source: Source
}

export interface SourceWarning extends Warning {
  readonly source: Source
}

/** What is missing from a result, and what is in it but not exactly as requested. */
export interface Notices {
  readonly gaps: readonly SourceGap[]
  readonly warnings: readonly SourceWarning[]
}

/** What one source contributes: an answer or nothing, with its gaps and warnings. */
export interface SourceResult<T> extends Notices {
  readonly answer?: T
}

/** The same without the name of the source. */
interface SourceAnswer<T> {
  readonly answer: T
  readonly gaps?: readonly Gap[]
  readonly warnings?: readonly Warning[]
}

/** Reads from one source. A failure is a gap, because the figures of other sources are not affected. */
export async function toSourceResult<T>(
  source: Source,
  read: () => Promise<SourceAnswer<T> | Gap>,
): Promise<SourceResult<T>> {
  try {
    const result = await read()
    if ('code' in result) return { gaps: [{ ...result, source }], warnings: [] }
    const { answer, gaps = [], warnings = [] } = result
    return {
      answer,
      gaps: gaps.map((gap) => ({ ...gap, source })),
      warnings: warnings.map((warning) => ({ ...warning, source })),
    }
  } catch (error) {
    if (!(error instanceof GapError)) throw error
    return { gaps: [{ ...error.gap, source }], warnings: [] }
  }
}

/** No source answered: the field is null, with this error. */
export class NoAnswer extends Error {
  readonly gaps: readonly SourceGap[]

  constructor(subject: string, gaps: readonly SourceGap[]) {
    super(`Cannot return ${subject}: ${gaps.map((gap) => `${gap.source.id}: ${gap.message}`).join('; ')}`)
    this.name = 'NoAnswer'
    this.gaps = gaps
  }
}

/** All answers and notices. Throws NoAnswer if every source that has the metric failed, or none has it. */
export function collectResults<T>(subject: string, results: readonly SourceResult<T>[]) {
  const answers = results.flatMap(({ answer }) => (answer === undefined ? [] : [answer]))
  const gaps = results.flatMap((result) => result.gaps)
  const warnings = results.flatMap((result) => result.warnings)
  const able = gaps.filter((gap) => gap.code !== 'METRIC_UNSUPPORTED')
  if (answers.length === 0 && able.every((gap) => gap.isFailure))
    throw new NoAnswer(subject, able.length > 0 ? able : gaps)
  return { answers, gaps, warnings, isPartial: gaps.some(makesPartial) }
}

/** The warning STALE, if stale figures or lists are used: which, and since when. */
export function warnOfStaleness(
  what: 'figures' | 'lists',
  stale: readonly (Instant | undefined)[],
  timeZone: string,
): Warning[] {
  const times = stale.filter((since) => since !== undefined)
  if (times.length === 0) return []
  const since = Math.min(...times)
  const message = `the source does not respond; earlier ${what} are used, the oldest from ${printInstant(timeZone, since)}`
  return [{ code: 'STALE', message, stale: { what, since } }]
}

/** The warnings of all parts, each once; of equal STALE warnings the one with the oldest time. */
export function mergeWarnings<W extends Warning>(parts: readonly (readonly W[])[]): W[] {
  const merged = new Map<string, W>()
  for (const warning of parts.flat()) {
    const { code, message, stale } = warning
    const key = `${code} ${stale?.what ?? message}`
    const known = merged.get(key)
    if (!known || (stale?.since ?? 0) < (known.stale?.since ?? 0)) merged.set(key, warning)
  }
  return [...merged.values()]
}
