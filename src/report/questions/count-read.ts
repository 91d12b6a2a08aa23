import type { Read } from '../port/plan.ts'

/** The upstream calls that a read takes when nothing of it is cached; repeats of failed calls are not counted. */
export const countRead = ({ source, dataset, scope, layout }: Read): number =>
  layout.pieces.reduce((sum, piece) => sum + source.countCalls(dataset, piece, scope.now), 0)
