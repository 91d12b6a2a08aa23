import { toScore } from '../figures/metric.ts'
import { foldCase } from '../port/filter.ts'
import type { Loaders } from '../port/loaders.ts'
import { type Scope, withGranularity } from '../port/scope.ts'
import type { RankingSubject, Source } from '../port/source.ts'
import type { Planner } from './planner.ts'
import { type Ratings, type RatingsByEmail, rankSource } from './rank-source.ts'
import { collectResults, type Notices } from './read/source-result.ts'
import { selectSources } from './report.ts'

export interface RankingEntry {
  /** 1 is best; equal scores share a position. */
  readonly position: number
  /** In the spelling of the first source that has ratings; letter case does not distinguish agents. */
  readonly email: string
  readonly good: number
  readonly bad: number
  readonly score: number
}

export interface Ranking extends Notices {
  readonly subject: RankingSubject
  readonly scope: Scope
  /** Best first; agents without ratings are absent. */
  readonly entries: readonly RankingEntry[]
  readonly isPartial: boolean
}

/** Agents by how well customers rated them, one entry per e-mail address; throws NoAnswer when no source answered. */
export async function runRanking(
  subject: RankingSubject,
  requestedScope: Scope,
  sources: readonly Source[],
  loaders: Loaders,
  planner: Planner,
): Promise<Ranking> {
  const scope = withGranularity(requestedScope, 'DAY')
  const results = await Promise.all(
    selectSources(scope, sources).map((source) => rankSource(source, subject, scope, loaders, planner)),
  )
  const { answers, ...notices } = collectResults('the ranking', results)
  return { subject, scope: requestedScope, entries: toEntries(answers), ...notices }
}

function toEntries(answers: readonly RatingsByEmail[]): RankingEntry[] {
  const merged = new Map<string, Ratings & { readonly email: string }>()
  for (const [address, { good, bad }] of answers.flatMap((answer) => [...answer])) {
    const known = merged.get(foldCase(address)) ?? { email: address, good: 0, bad: 0 }
    merged.set(foldCase(address), { email: known.email, good: known.good + good, bad: known.bad + bad })
  }
  const scored = [...merged.values()].flatMap((ratings) => {
    const score = toScore(ratings.good, ratings.bad)
    return score === undefined ? [] : [{ ...ratings, score }]
  })
  scored.sort((a, b) => b.score - a.score || (foldCase(a.email) < foldCase(b.email) ? -1 : 1))
  return scored.map((entry) => ({ position: scored.findIndex(({ score }) => score === entry.score) + 1, ...entry }))
}

export interface ListedAgent {
  readonly name: string
  readonly sources: ReadonlySet<Source>
}

/** Every agent that a source lists, or listed when it last responded, by case-folded e-mail address. */
export async function readAgentDirectory(
  sources: readonly Source[],
  { listMembers }: Loaders,
): Promise<ReadonlyMap<string, ListedAgent>> {
  const people = new Map<string, { readonly name: string; readonly sources: Set<Source> }>()
  const listed = await Promise.all(sources.map((source) => listMembers(source, 'agents').catch(() => undefined)))
  for (const [index, source] of sources.entries())
    for (const { key, name } of listed[index]?.members ?? []) {
      const person = people.get(foldCase(key)) ?? { name, sources: new Set() }
      person.sources.add(source)
      people.set(foldCase(key), person)
    }
  return people
}
