import type { Edge } from '../../http/edge.ts'
import type { Asker } from '../../report/asker.ts'
import { GapError } from '../../report/error.ts'
import { findIgnoringCase } from '../../report/fold-case.ts'
import {
  assumedMembers,
  type Cell,
  type Layout,
  type LayoutPiece,
  type Member,
  type Provider,
  type RowsByCell,
  type Source,
  type Stream,
} from '../../report/port.ts'
import type { Filter, Scope } from '../../report/scope.ts'
import type { DirectoryTimes } from '../directory.ts'
import { readBotSummaries } from './bots.ts'
import { type CsatRead, countCsatCalls, readCsatByAgent, readCsatSeries } from './csat.ts'
import { layOutDays, layOutRange, layOutSeries, layOutSpans } from './layout.ts'
import { createLists } from './lists.ts'
import { readLive } from './live.ts'
import { memberDatasets, readMemberTotals } from './members.ts'
import { countSeriesCalls, daysPerCall, readSeries } from './series.ts'
import { readSummaries } from './summary.ts'

export interface ChatwootAccount extends DirectoryTimes {
  readonly id: string
  readonly account: string
  readonly name: string
  readonly timeZone: string
  readonly accountId: number
}

/** Datasets that are not time series of their own metric; all others are. */
const layouts: ReadonlyMap<string, (scope: Scope) => Layout> = new Map([
  ['bot_summary', layOutSpans],
  ['summary', layOutRange],
  ['csat', layOutDays],
  ['csat_by_agent', layOutRange],
  ...Object.keys(memberDatasets).map((name) => [name, layOutRange] as const),
])

/** One account of a Chatwoot server, read through `edge`. */
export function createChatwootSource(provider: Provider, account: ChatwootAccount, edge: Edge): Source {
  const base = `/api/v2/accounts/${account.accountId}`
  const surveys = `/api/v1/accounts/${account.accountId}/csat_survey_responses`
  const lists = createLists(edge, account.accountId, account)

  async function findAgent(email: string, asker: Asker): Promise<string> {
    const agent = findIgnoringCase(await lists.agents(asker), (one) => one.email, email)
    return String(agent?.id ?? refuse(`no agent ${email}`))
  }

  async function findLabel(title: string, asker: Asker): Promise<string> {
    const label = findIgnoringCase(await lists.labels(asker), (one) => one.title, title)
    return String(label?.id ?? refuse(`no label ${title}`))
  }

  /** The one dimension of a series. The plan lets no second one through. */
  async function toDimension(filter: Filter, asker: Asker): Promise<Record<string, string>> {
    const { agentEmail, team, inbox, tags } = filter
    if (agentEmail !== undefined) return { type: 'agent', id: await findAgent(agentEmail, asker) }
    if (team) return { type: 'team', id: team.id }
    if (inbox) return { type: 'inbox', id: inbox.id }
    if (tags?.[0] !== undefined) return { type: 'label', id: await findLabel(tags[0], asker) }
    return { type: 'account' }
  }

  /** Surveys are the only figures that can be narrowed by several at once. */
  const toSurveyFilter = async (filter: Filter, asker: Asker): Promise<Record<string, string>> => ({
    ...(filter.agentEmail !== undefined && { 'user_ids[]': await findAgent(filter.agentEmail, asker) }),
    ...(filter.team && { team_id: await requireListed('team', lists.directory.teams(asker), filter.team.id) }),
    ...(filter.inbox && { inbox_id: await requireListed('inbox', lists.directory.inboxes(asker), filter.inbox.id) }),
  })

  async function readDataset(stream: Stream, cells: readonly Cell[], now: number, asker: Asker): Promise<RowsByCell> {
    const way = edge.onBehalfOf(asker, stream.dataset)
    const csat: CsatRead = { edge: way, path: surveys, parameters: stream.parameters }
    const members = memberDatasets[stream.dataset]
    if (members)
      return readMemberTotals(
        way,
        base,
        members,
        stream,
        cells,
        members.by === 'AGENT' ? await lists.agents(asker) : [],
      )
    if (stream.dataset === 'bot_summary') return readBotSummaries(way, `${base}/reports/bot_summary`, stream, cells)
    if (stream.dataset === 'summary') return readSummaries(way, `${base}/reports/summary`, stream, cells)
    if (stream.dataset === 'csat') return readCsatSeries(csat, stream, cells, now)
    if (stream.dataset === 'csat_by_agent') return readCsatByAgent(csat, cells, await agentsOf(stream, asker))
    return readSeries(way, `${base}/reports`, stream, cells, now)
  }

  async function agentsOf({ parameters }: Stream, asker: Asker) {
    const only = parameters['user_ids[]']
    return (await lists.agents(asker)).filter(({ id }) => only === undefined || String(id) === only)
  }

  return {
    id: account.id,
    account: account.account,
    name: account.name,
    provider,
    timeZone: account.timeZone,
    directory: lists.directory,
    canAfford: edge.canAfford,
    layOut(dataset, scope) {
      const isTimed = provider.datasets[dataset]?.filters.includes('BUSINESS_HOURS') && scope.filter.businessHours
      return (layouts.get(dataset) ?? layOutSeries)({
        ...scope,
        filter: { ...scope.filter, businessHours: isTimed ?? false },
      })
    },
    async selectRows(dataset, filter, asker) {
      const { filters = [] } = provider.datasets[dataset] ?? {}
      const isTimed = filters.includes('BUSINESS_HOURS') && filter.businessHours
      const selected = dataset.startsWith('csat')
        ? toSurveyFilter(filter, asker)
        : memberDatasets[dataset]
          ? {}
          : toDimension(filter, asker)
      return { ...(await selected), ...(isTimed && { business_hours: 'true' }) }
    },
    async readRows(stream, cells, now, asker) {
      try {
        return await readDataset(stream, cells, now, asker)
      } catch (error) {
        const { type = '', id } = stream.parameters
        const isForeign = id !== undefined && error instanceof GapError && error.gap.code === 'NOT_FOUND'
        throw isForeign ? refusal(`no ${type} with the id ${id}`) : error
      }
    },
    countCalls,
    runLength: ({ dataset, grain }) => (layouts.has(dataset) ? 1 : daysPerCall[grain]),
    isMoving,
    readLive: ({ team }, asker) => readLive(edge.onBehalfOf(asker, 'live'), base, team?.id, () => lists.agents(asker)),
  }
}

function countCalls(dataset: string, piece: LayoutPiece, now: number): number {
  if (dataset === 'csat') return countCsatCalls(piece, now)
  if (dataset === 'csat_by_agent') return piece.cells.length * (1 + assumedMembers)
  return layouts.has(dataset) ? piece.cells.length : countSeriesCalls(piece.cells, piece, now)
}

/** Figures by agent, team and label follow the current assignment: reassigning a conversation changes the past. */
function isMoving({ dataset, parameters: { type = '', team_id } }: Stream): boolean {
  const members = memberDatasets[dataset]
  return members ? members.by !== 'INBOX' : ['agent', 'team', 'label'].includes(type) || team_id !== undefined
}

const refusal = (message: string): GapError =>
  new GapError('NOT_FOUND', `the account has ${message}`, { isFailure: false })

/** Surveys answer an id that nobody knows with zeros; so the account's list is asked. */
async function requireListed(kind: string, list: Promise<readonly Member[]>, id: string): Promise<string> {
  const isListed = (await list).some(({ key }) => key === id)
  return isListed ? id : refuse(`no ${kind} with the id ${id}`)
}

function refuse(message: string): never {
  throw refusal(message)
}
