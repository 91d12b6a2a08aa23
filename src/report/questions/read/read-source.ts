import { GapError } from '../../port/error.ts'
import type { Loaders } from '../../port/loaders.ts'
import type { PlanResult, SourcePlan } from '../../port/plan.ts'
import { requireRead } from '../plan/planner.ts'
import { readAggregates } from './read.ts'

/** Executes the plan of one source: the cheapest of its alternatives, otherwise its own series. Throws GapError. */
export async function readSource(plan: SourcePlan, loaders: Loaders): Promise<PlanResult> {
  // Series that a summary could replace take part in the choice: what is read anyway costs no second call.
  const isChoice = plan.ofAll ?? plan.source.provider.summary?.mappings[plan.metric]
  return (isChoice && (await loaders.readTotal(plan))) || readOwn(plan, loaders)
}

/** Reads the metric's own series. */
export async function readOwn({ own, mapping, aggregation }: SourcePlan, loaders: Loaders): Promise<PlanResult> {
  return readAggregates({ mapping, read: requireRead(own) }, aggregation, loaders)
}

/** The total from the summary of several metrics; undefined where a server is too old to return all of it. */
export async function readSummary(
  { summary, aggregation }: SourcePlan,
  loaders: Loaders,
): Promise<PlanResult | undefined> {
  if (!summary) return undefined
  try {
    const { answer, ...notices } = await readAggregates(summary, aggregation, loaders)
    return { answer: { ...answer, aggregates: [] }, ...notices }
  } catch (error) {
    if (error instanceof GapError && error.gap.code === 'BAD_RESPONSE') return undefined
    throw error
  }
}
