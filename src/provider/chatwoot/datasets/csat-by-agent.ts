import { assumedMembers } from '../../../report/port/directory.ts'
import type { Chunk, Row, RowsByChunk, SeriesKey } from '../../../report/port/series.ts'
import { mapLimited } from '../../members.ts'
import type { ChatwootDataset } from '../dataset.ts'
import { layOutRange } from '../layout.ts'
import type { ChatwootAgent } from '../lists.ts'
import { ratings } from './csat.ts'
import {
  countPages,
  maxConcurrent,
  type ratingFields,
  readMetrics,
  readResponses,
  type SurveyRead,
  toFigures,
} from './survey-responses.ts'

/** Good and bad ratings of every agent, as one total for the range. */
export const csatByAgent: ChatwootDataset<keyof typeof ratingFields> = {
  ...ratings,
  layOut: layOutRange,
  countCalls: ({ chunks }) => chunks.length * (1 + assumedMembers),
  async readRows({ client, series, chunks, callContext }, { surveys, lists }) {
    const agents = selectAgents(await lists.agents(callContext), series)
    return readCsatByAgent({ client, path: surveys, parameters: series.parameters }, chunks, agents)
  },
}

function selectAgents(agents: readonly ChatwootAgent[], { parameters }: SeriesKey): readonly ChatwootAgent[] {
  const only = parameters['user_ids[]']
  return agents.filter(({ id }) => only === undefined || String(id) === only)
}

/**
 * Ratings of every agent over exact spans: one metrics call per agent, or the list's pages, whichever is less. Calls
 * per agent miss former agents: the rest of all ratings is a row without a member.
 */
export async function readCsatByAgent(
  read: SurveyRead,
  chunks: readonly Chunk[],
  agents: readonly ChatwootAgent[],
): Promise<RowsByChunk> {
  const rows = chunks.map(async (chunk) => [chunk.key, await readAgents(read, chunk, agents)] as const)
  return new Map(await Promise.all(rows))
}

async function readAgents(read: SurveyRead, { start, end }: Chunk, agents: readonly ChatwootAgent[]): Promise<Row[]> {
  const { total, figures } = await readMetrics(read, { start, end })
  const [only] = agents
  if (total === 0) return []
  if (only && read.parameters['user_ids[]'] !== undefined) return [{ start, end, member: only.email, figures }]
  if (countPages(total) > agents.length) {
    const ofAgent = async ({ id, email }: ChatwootAgent) => ({
      start,
      end,
      member: email,
      figures: (await readMetrics(read, { start, end }, id)).figures,
    })
    const rows = await mapLimited(agents, maxConcurrent, ofAgent)
    // A customer who responds between two calls is counted by the second only.
    const rest = (name: keyof typeof figures) =>
      Math.max(
        0,
        rows.reduce((left, row) => left - row.figures[name], figures[name]),
      )
    return [...rows, { start, end, figures: { good: rest('good'), bad: rest('bad') } }]
  }
  const ratings = new Map<string, number[]>()
  for (const { rating, assigned_agent: agent } of await readResponses(read, { start, end }, total))
    if (agent) {
      const known = ratings.get(agent.email)
      if (known) known.push(rating)
      else ratings.set(agent.email, [rating])
    }
  return [...ratings].map(([member, of]) => ({ start, end, member, figures: toFigures(of) }))
}
