import { type Gap, GapError, makesPartial, type Warning } from './error.ts'
import type { Source } from './port.ts'

export interface SourceGap extends Gap {
  readonly source: Source
}

export interface SourceWarning extends Warning {
  readonly source: Source
}

/** What is missing from an answer, and what is in it but not exactly as asked. */
export interface Remarks {
  readonly gaps: readonly SourceGap[]
  readonly warnings: readonly SourceWarning[]
}

/** What one source contributes: an answer or nothing, and what is to be said about it. */
export interface Contribution<T> extends Remarks {
  readonly answer?: T
}

/** An answer before it is said whose it is. */
interface Said<T> {
  readonly answer: T
  readonly gaps?: readonly Gap[]
  readonly warnings?: readonly Warning[]
}

/** Asks one source; a failure of it is a gap, for the others' figures stand. */
export async function contribute<T>(source: Source, ask: () => Promise<Said<T> | Gap>): Promise<Contribution<T>> {
  try {
    const said = await ask()
    if ('code' in said) return { gaps: [{ ...said, source }], warnings: [] }
    const { answer, gaps = [], warnings = [] } = said
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

/** The answers given and all remarks; throws NoAnswer when there is none, and asking differently could not help. */
export function gather<T>(subject: string, contributions: readonly Contribution<T>[]) {
  const answers = contributions.flatMap(({ answer }) => (answer === undefined ? [] : [answer]))
  const gaps = contributions.flatMap((contribution) => contribution.gaps)
  const warnings = contributions.flatMap((contribution) => contribution.warnings)
  const able = gaps.filter((gap) => gap.code !== 'METRIC_UNSUPPORTED')
  if (answers.length === 0 && able.every((gap) => gap.isFailure))
    throw new NoAnswer(subject, able.length > 0 ? able : gaps)
  return { answers, gaps, warnings, isPartial: gaps.some(makesPartial) }
}
