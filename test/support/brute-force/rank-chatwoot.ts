import type { ChatwootRows } from '../../../src/demo/chatwoot/rows.ts'
import type { Filter, Question } from './answer.ts'
import type { Bucket } from './calendar.ts'
import { isBad, isGood, selectRows } from './chatwoot.ts'

export interface RatedAgent {
  /** Who has left is known by nothing else. */
  readonly agentId: number
  readonly good: number
  readonly bad: number
}

interface RankingQuestion extends Pick<Question, 'horizon'> {
  readonly range: Bucket
  readonly filter?: Filter
}

/** Everybody with a good or bad rating given within the range, by id. */
export function rankChatwoot(rows: ChatwootRows, question: RankingQuestion): readonly RatedAgent[] {
  const { range, filter = {}, horizon = Number.POSITIVE_INFINITY } = question
  const given = selectRows(rows, filter).responses.filter(
    ({ createdAt }) => createdAt * 1000 >= range.start && createdAt * 1000 < range.end && createdAt < horizon,
  )
  const agentIds = new Set(given.flatMap(({ agentId }) => agentId ?? []))
  return [...agentIds]
    .map((agentId) => {
      const own = given.filter((response) => response.agentId === agentId)
      return { agentId, good: own.filter(isGood).length, bad: own.filter(isBad).length }
    })
    .filter(({ good, bad }) => good + bad > 0)
    .sort((left, right) => left.agentId - right.agentId)
}
