import type { LiveCounts } from '../port/directory.ts'
import { foldCase } from '../port/filter.ts'
import type { Loaders } from '../port/loaders.ts'
import type { Scope } from '../port/scope.ts'
import type { Source } from '../port/source.ts'
import { NoAnswer, toSourceResult } from './read/source-result.ts'
import { selectSources } from './report.ts'

/**
 * The current counts over the sources that report them; undefined if none does, or the filter is not a team's.
 * Throws NoAnswer when one of them failed: a sum without it would look like all.
 */
export async function runLive(
  { filter, ...scope }: Scope,
  sources: readonly Source[],
  loaders: Loaders,
): Promise<LiveCounts | undefined> {
  const { agentEmail, inbox, tags, goal, greeting, team } = filter
  if ([agentEmail, inbox, tags, goal, greeting].some((part) => part !== undefined)) return undefined
  const selected = selectSources({ filter, ...scope }, sources).filter(
    (source) => source.readLive && (!team || team.source === source.id),
  )
  const results = await Promise.all(
    selected.map((source) => toSourceResult(source, async () => ({ answer: await loaders.readLive(source, filter) }))),
  )
  const gaps = results.flatMap((contribution) => contribution.gaps)
  if (gaps.length > 0) throw new NoAnswer('the live conversation counts', gaps)
  const loads = results.flatMap(({ answer }) => answer ?? [])
  return loads.length > 0 ? mergeLoads(loads) : undefined
}

function mergeLoads(loads: readonly LiveCounts[]): LiveCounts {
  const add = (pick: (load: LiveCounts) => number) => loads.reduce((sum, load) => sum + pick(load), 0)
  const isPendingKnown = loads.every(({ pending }) => pending !== undefined)
  return {
    open: add(({ open }) => open),
    unattended: add(({ unattended }) => unattended),
    unassigned: add(({ unassigned }) => unassigned),
    ...(isPendingKnown && { pending: add(({ pending = 0 }) => pending) }),
    byAgent: async () => mergeByAgent((await Promise.all(loads.map(({ byAgent }) => byAgent()))).flat()),
  }
}

function mergeByAgent(agents: Awaited<ReturnType<LiveCounts['byAgent']>>): Awaited<ReturnType<LiveCounts['byAgent']>> {
  const merged = new Map<string, (typeof agents)[number]>()
  for (const { email, open, unattended } of agents) {
    const known = merged.get(foldCase(email))
    merged.set(foldCase(email), {
      email: known?.email ?? email,
      open: open + (known?.open ?? 0),
      unattended: unattended + (known?.unattended ?? 0),
    })
  }
  return [...merged.values()]
}
