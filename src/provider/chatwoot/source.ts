import { z } from 'zod'
import { parseBody } from '../../http/body.ts'
import type { Edge } from '../../http/edge.ts'
import { GapError } from '../../report/error.ts'
import type { Provider, Source } from '../../report/port.ts'
import type { Filter } from '../../report/scope.ts'
import { createDirectory } from '../directory.ts'
import { readBotSummaries } from './bots.ts'
import { layOutSeries, layOutSpans } from './layout.ts'
import { readSeries } from './series.ts'

export interface ChatwootAccount {
  readonly id: string
  readonly name: string
  readonly timeZone: string
  readonly accountId: number
  /** Milliseconds that the lists of agents and labels are used again. */
  readonly directoryFor: number
}

const agents = z.array(z.object({ id: z.number().int(), email: z.string() }))
const labels = z.object({ payload: z.array(z.object({ id: z.number().int(), title: z.string() })) })

/** One account of a Chatwoot server, read through `edge`. */
export function createChatwootSource(provider: Provider, account: ChatwootAccount, edge: Edge): Source {
  const lists = `/api/v1/accounts/${account.accountId}`
  const reports = `/api/v2/accounts/${account.accountId}/reports`
  const readList =
    <T>(path: string, schema: z.ZodType<T>) =>
    async () =>
      parseBody(await edge.readText({ path: `${lists}/${path}`, isBudgeted: false }), schema)
  const listAgents = createDirectory(readList('agents', agents), account.directoryFor)
  const listLabels = createDirectory(readList('labels', labels), account.directoryFor)

  async function findAgent(email: string): Promise<string> {
    const wanted = email.toLowerCase()
    const agent = (await listAgents()).find((one) => one.email.toLowerCase() === wanted)
    return String(agent?.id ?? refuse(`no agent ${email}`))
  }

  async function findLabel(title: string): Promise<string> {
    const wanted = title.toLowerCase()
    const label = (await listLabels()).payload.find((one) => one.title.toLowerCase() === wanted)
    return String(label?.id ?? refuse(`no label ${title}`))
  }

  /** The one dimension of a report. The plan lets no second one through. */
  async function toDimension({ agentEmail, team, inbox, tags }: Filter): Promise<Record<string, string>> {
    if (agentEmail !== undefined) return { type: 'agent', id: await findAgent(agentEmail) }
    if (team) return { type: 'team', id: team.id }
    if (inbox) return { type: 'inbox', id: inbox.id }
    if (tags?.[0] !== undefined) return { type: 'label', id: await findLabel(tags[0]) }
    return { type: 'account' }
  }

  return {
    id: account.id,
    name: account.name,
    provider,
    timeZone: account.timeZone,
    layOut: (dataset, scope) => (dataset === 'bot_summary' ? layOutSpans(scope) : layOutSeries(scope)),
    async selectRows(dataset, filter) {
      const isMean = provider.datasets[dataset]?.filters.includes('BUSINESS_HOURS')
      return { ...(await toDimension(filter)), ...(isMean && filter.businessHours && { business_hours: 'true' }) }
    },
    async readRows(stream, cells, now) {
      try {
        if (stream.dataset === 'bot_summary')
          return await readBotSummaries(edge, `${reports}/bot_summary`, stream, cells)
        return await readSeries(edge, reports, stream, cells, now)
      } catch (error) {
        const { type, id } = stream.parameters
        const isForeign = id !== undefined && error instanceof GapError && error.gap.code === 'NOT_FOUND'
        throw isForeign ? refusal(`no ${type} with the id ${id}`) : error
      }
    },
  }
}

const refusal = (message: string): GapError =>
  new GapError('NOT_FOUND', `the account has ${message}`, { isFailure: false })

function refuse(message: string): never {
  throw refusal(message)
}
