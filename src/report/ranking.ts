import { gather, type Remarks } from './contribution.ts'
import { foldCase } from './fold-case.ts'
import type { RankingSubject, Source } from './port.ts'
import { type Ratings, type RatingsByEmail, rankSource } from './rank-source.ts'
import { selectSources } from './run.ts'
import { type Scope, withGranularity } from './scope.ts'
import { toScore } from './score.ts'
import type { Upstream } from './upstream.ts'

export interface RankingEntry {
  /** 1 is best; equal scores share a position. */
  readonly position: number
  /** As its source writes it: the same person whatever the case. */
  readonly email: string
  readonly good: number
  readonly bad: number
  readonly score: number
}

export interface Ranking extends Remarks {
  readonly subject: RankingSubject
  readonly scope: Scope
  /** Best first; agents without ratings are absent. */
  readonly entries: readonly RankingEntry[]
  readonly isPartial: boolean
}

/** Agents by how well customers rated them, one entry per e-mail address; throws NoAnswer when no source answered. */
export async function runRanking(
  subject: RankingSubject,
  asked: Scope,
  sources: readonly Source[],
  upstream: Upstream,
): Promise<Ranking> {
  const scope = withGranularity(asked, 'DAY')
  const contributions = await Promise.all(
    selectSources(scope, sources).map((source) => rankSource(source, subject, scope, upstream)),
  )
  const { answers, ...remarks } = gather('the ranking', contributions)
  return { subject, scope: asked, entries: toEntries(answers), ...remarks }
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
