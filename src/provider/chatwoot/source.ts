import type { CallContext } from '../../report/port/call-context.ts'
import { GapError } from '../../report/port/error.ts'
import { findIgnoringCase } from '../../report/port/fold-case.ts'
import {
  assumedMembers,
  type Chunk,
  type Layout,
  type LayoutPiece,
  type Member,
  type Provider,
  type RowsByChunk,
  type SeriesKey,
  type Source,
} from '../../report/port/port.ts'
import type { Filter, Scope } from '../../report/port/scope.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import type { ListLifetimes } from '../cached-list.ts'
import { readBotSummaries } from './bots.ts'
import { type CsatRead, countCsatCalls, readCsatByAgent, readCsatSeries } from './csat.ts'
import { layOutDays, layOutRange, layOutSeries, layOutSpans } from './layout.ts'
import { createLists } from './lists.ts'
import { readLive } from './live.ts'
import { memberDatasets, readMemberTotals } from './members.ts'
import { countSeriesCalls, daysPerCall, readSeries } from './series.ts'
import { readSummaries } from './summary.ts'

export interface ChatwootAccount extends ListLifetimes {
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

/** One account of a Chatwoot server, read through `client`. */
export function createChatwootSource(provider: Provider, account: ChatwootAccount, client: UpstreamClient): Source {
  const base = `/api/v2/accounts/${account.accountId}`
  const surveys = `/api/v1/accounts/${account.accountId}/csat_survey_responses`
  const lists = createLists(client, account.accountId, account)

  async function findAgent(email: string, callContext: CallContext): Promise<string> {
    const agent = findIgnoringCase(await lists.agents(callContext), (one) => one.email, email)
    return String(agent?.id ?? refuse(`no agent ${email}`))
  }

  async function findLabel(title: string, callContext: CallContext): Promise<string> {
    const label = findIgnoringCase(await lists.labels(callContext), (one) => one.title, title)
    return String(label?.id ?? refuse(`no label ${title}`))
  }

  /** The one dimension of a series. The plan lets no second one through. */
  async function toDimension(filter: Filter, callContext: CallContext): Promise<Record<string, string>> {
    const { agentEmail, team, inbox, tags } = filter
    if (agentEmail !== undefined) return { type: 'agent', id: await findAgent(agentEmail, callContext) }
    if (team) return { type: 'team', id: team.id }
    if (inbox) return { type: 'inbox', id: inbox.id }
    if (tags?.[0] !== undefined) return { type: 'label', id: await findLabel(tags[0], callContext) }
    return { type: 'account' }
  }

  /** Surveys are the only figures that can be narrowed by several at once. */
  const toSurveyFilter = async (filter: Filter, callContext: CallContext): Promise<Record<string, string>> => ({
    ...(filter.agentEmail !== undefined && { 'user_ids[]': await findAgent(filter.agentEmail, callContext) }),
    ...(filter.team && { team_id: await requireListed('team', lists.directory.teams(callContext), filter.team.id) }),
    ...(filter.inbox && {
      inbox_id: await requireListed('inbox', lists.directory.inboxes(callContext), filter.inbox.id),
    }),
  })

  async function readDataset(
    series: SeriesKey,
    chunks: readonly Chunk[],
    now: number,
    callContext: CallContext,
  ): Promise<RowsByChunk> {
    const way = client.withContext(callContext, series.dataset)
    const csat: CsatRead = { client: way, path: surveys, parameters: series.parameters }
    const members = memberDatasets[series.dataset]
    if (members)
      return readMemberTotals(
        way,
        base,
        members,
        series,
        chunks,
        members.by === 'AGENT' ? await lists.agents(callContext) : [],
      )
    if (series.dataset === 'bot_summary') return readBotSummaries(way, `${base}/reports/bot_summary`, series, chunks)
    if (series.dataset === 'summary') return readSummaries(way, `${base}/reports/summary`, series, chunks)
    if (series.dataset === 'csat') return readCsatSeries(csat, series, chunks, now)
    if (series.dataset === 'csat_by_agent') return readCsatByAgent(csat, chunks, await agentsOf(series, callContext))
    return readSeries(way, `${base}/reports`, series, chunks, now)
  }

  async function agentsOf({ parameters }: SeriesKey, callContext: CallContext) {
    const only = parameters['user_ids[]']
    return (await lists.agents(callContext)).filter(({ id }) => only === undefined || String(id) === only)
  }

  return {
    id: account.id,
    account: account.account,
    name: account.name,
    provider,
    timeZone: account.timeZone,
    directory: lists.directory,
    hasBudgetFor: client.hasBudgetFor,
    layOut(dataset, scope) {
      const isTimed = provider.datasets[dataset]?.filters.includes('BUSINESS_HOURS') && scope.filter.businessHours
      return (layouts.get(dataset) ?? layOutSeries)({
        ...scope,
        filter: { ...scope.filter, businessHours: isTimed ?? false },
      })
    },
    async toParameters(dataset, filter, callContext) {
      const { filters = [] } = provider.datasets[dataset] ?? {}
      const isTimed = filters.includes('BUSINESS_HOURS') && filter.businessHours
      const selected = dataset.startsWith('csat')
        ? toSurveyFilter(filter, callContext)
        : memberDatasets[dataset]
          ? {}
          : toDimension(filter, callContext)
      return { ...(await selected), ...(isTimed && { business_hours: 'true' }) }
    },
    async readRows(series, chunks, now, callContext) {
      try {
        return await readDataset(series, chunks, now, callContext)
      } catch (error) {
        const { type = '', id } = series.parameters
        const isForeign = id !== undefined && error instanceof GapError && error.gap.code === 'NOT_FOUND'
        throw isForeign ? refusal(`no ${type} with the id ${id}`) : error
      }
    },
    countCalls,
    maxChunksPerCall: ({ dataset, grain }) => (layouts.has(dataset) ? 1 : daysPerCall[grain]),
    hasMutableHistory,
    readLive: ({ team }, callContext) =>
      readLive(client.withContext(callContext, 'live'), base, team?.id, () => lists.agents(callContext)),
  }
}

function countCalls(dataset: string, piece: LayoutPiece, now: number): number {
  if (dataset === 'csat') return countCsatCalls(piece, now)
  if (dataset === 'csat_by_agent') return piece.chunks.length * (1 + assumedMembers)
  return layouts.has(dataset) ? piece.chunks.length : countSeriesCalls(piece.chunks, piece, now)
}

/** Figures by agent, team and label follow the current assignment: reassigning a conversation changes the past. */
function hasMutableHistory({ dataset, parameters: { type = '', team_id } }: SeriesKey): boolean {
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
