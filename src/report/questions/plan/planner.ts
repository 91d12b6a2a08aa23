import { type Gap, GapError } from '../../port/error.ts'
import type { Read } from '../../port/plan.ts'
import { type Scope, toTotalScope } from '../../port/scope.ts'
import type { Layout, LayoutPiece } from '../../port/series.ts'
import { findDataset, type Source } from '../../port/source.ts'
import type { Instant } from '../../time/date.ts'

/** Plans reads at one instant: each dataset is laid out once for each scope. No I/O. */
export interface Planner {
  /** The rows that answer the scope, or why the dataset cannot answer it. */
  planRead(source: Source, dataset: string, scope: Scope): Read | Gap
  /** The same for the total of the scope; a gap, too, where its buckets could not be answered. */
  planTotal(source: Source, dataset: string, scope: Scope): Read | Gap
}

export const isGap = (planned: object): planned is Gap => 'code' in planned

/** The planned read; throws GapError if it is a gap. */
export function requireRead(planned: Read | Gap): Read {
  if (isGap(planned)) throw new GapError(planned.code, planned.message, planned)
  return planned
}

export function createPlanner(): Planner {
  const layouts = new Map<string, Layout | Gap>()

  /** Filters by member do not change which days and hours are read. */
  function layOut(source: Source, dataset: string, scope: Scope): Layout | Gap {
    const { range, granularity, timeZone, buckets, filter } = scope
    const key = `${source.id} ${dataset} ${range.start} ${range.end} ${granularity} ${buckets.length} ${timeZone} ${filter.businessHours}`
    const known = layouts.get(key)
    if (known) return known
    const layout = tryToLayOut(source, dataset, scope)
    layouts.set(key, layout)
    return layout
  }

  function planRead(source: Source, dataset: string, scope: Scope): Read | Gap {
    const layout = layOut(source, dataset, scope)
    return isGap(layout) ? layout : { source, dataset, scope, layout }
  }

  return {
    planRead,
    planTotal(source, dataset, scope) {
      const whole = planRead(source, dataset, scope)
      return isGap(whole) ? whole : planRead(source, dataset, toTotalScope(scope))
    },
  }
}

function tryToLayOut(source: Source, dataset: string, scope: Scope): Layout | Gap {
  try {
    const { pieces, ...notices } = findDataset(source, dataset).layOut(scope)
    return { pieces: listStarted(pieces, scope.now), ...notices }
  } catch (error) {
    if (error instanceof GapError) return error.gap
    throw error
  }
}

/** The pieces without future chunks. */
const listStarted = (pieces: readonly LayoutPiece[], now: Instant): readonly LayoutPiece[] =>
  pieces
    .map((piece) => ({ ...piece, chunks: piece.chunks.filter(({ start }) => start <= now) }))
    .filter(({ chunks }) => chunks.length > 0)
