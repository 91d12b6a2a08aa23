import type { Read } from '../../port/plan.ts'
import { findDataset } from '../../port/source.ts'

/** The upstream calls that a read takes when nothing of it is cached; repeats of failed calls are not counted. */
export const countRead = ({ source, dataset, scope, layout }: Read): number =>
  layout.pieces.reduce((sum, piece) => sum + findDataset(source, dataset).countCalls(piece, scope.now), 0)
