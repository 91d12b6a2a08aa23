import { withTimeout } from '../../concurrency/with-timeout.ts'
import type { CallContext } from '../../report/port/call-context.ts'
import { toRuns } from '../../report/port/chunk.ts'
import type { Directory } from '../../report/port/directory.ts'
import { GapError } from '../../report/port/error.ts'
import { findIgnoringCase } from '../../report/port/fold-case.ts'
import type { Chunk, LayoutPiece, Member, Provider, RowsByChunk, Source } from '../../report/port/port.ts'
import type { Filter } from '../../report/port/scope.ts'
import { day } from '../../report/time/date.ts'
import { offsetPeriods } from '../../report/time/zone.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import { type ListLifetimes, toPatience } from '../cached-list.ts'
import type { CommonSettings } from '../define-provider.ts'
import { type ReportRead, readDays, readHours } from './calls.ts'
import { readDstDay } from './dst-day.ts'
import { layOutRanking, layOutReport } from './layout.ts'
import { createLists } from './lists.ts'
import { readOccupancy } from './occupancy.ts'
import { readRanking } from './ranking.ts'
import { type LiveChatReport, reports } from './reports.ts'

/** Far more than accounts are old; only keeps an answer below the body limit. */
const maxDaysPerCall = 3660

export interface LiveChatAccount extends CommonSettings, ListLifetimes {
  readonly account: string
}

/** One LiveChat organisation, read through `client`. */
export function createLiveChatSource(provider: Provider, account: LiveChatAccount, client: UpstreamClient): Source {
  const directory = createLists(client, account)
  return {
    id: account.id,
    account: account.account,
    name: account.name,
    provider,
    timeZone: account.timeZone,
    directory,
    hasBudgetFor: client.hasBudgetFor,
    layOut: (dataset, scope) => {
      const report = findReport(dataset)
      return (report.form === 'ranking' ? layOutRanking : layOutReport)(report, scope, account)
    },
    toParameters: async (dataset, filter, callContext) =>
      toParameters(dataset, await spellAgent(filter, directory, toPatience(account), callContext)),
    countCalls: (dataset, piece) => countCalls(findReport(dataset), piece),
    maxChunksPerCall: ({ grain }) => (grain === 'day' ? maxDaysPerCall : 1),
    async readRows(series, chunks, now, callContext) {
      try {
        return await readReport(
          { client: client.withContext(callContext, series.dataset), report: findReport(series.dataset), series, now },
          chunks,
        )
      } catch (error) {
        const named = ['agent', 'group', 'goal', 'greeting'].filter((name) => series.parameters[name] !== undefined)
        const narrowed = named.map((name) => `${name} ${series.parameters[name]}`)
        const isForeign = narrowed.length > 0 && error instanceof GapError && error.gap.code === 'NOT_FOUND'
        throw isForeign ? refuse(narrowed.join(' or ')) : error
      }
    },
  }
}

function findReport(dataset: string): LiveChatReport {
  const report: LiveChatReport | undefined = Object.hasOwn(reports, dataset)
    ? reports[dataset as keyof typeof reports]
    : undefined
  if (!report) throw new Error(`LiveChat has no report ${dataset}`)
  return report
}

/**
 * With the agent's address as the account spells it: LiveChat tells small letters from capitals, and nobody knows what
 * it answers for one whom it does not list. Without the list the address goes as it was written.
 */
async function spellAgent(
  filter: Filter,
  { agents }: Directory,
  patience: number,
  callContext: CallContext,
): Promise<Filter> {
  const { agentEmail } = filter
  if (agentEmail === undefined) return filter
  const listed = await waitFor(agents(callContext), patience)
  if (!listed) callContext.onList?.(0)
  const known = listed && findIgnoringCase(listed, ({ key }) => key, agentEmail)
  if (listed && !known) throw refuse(`agent ${agentEmail}`)
  return known ? { ...filter, agentEmail: known.key } : filter
}

/** The list, unless it fails or takes longer than so many milliseconds. */
async function waitFor(list: Promise<readonly Member[]>, patience: number): Promise<readonly Member[] | undefined> {
  try {
    return await withTimeout(list, patience)
  } catch (error) {
    if (error instanceof GapError) return undefined
    throw error
  }
}

const refuse = (named: string): GapError =>
  new GapError('NOT_FOUND', `the account has no ${named}`, { isFailure: false })

/** The vendor's table names this report's filters in the plural, its example in the singular: both are sent. */
const pluralNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  not_replied_chats: { agent: 'agents[]', group: 'groups[]' },
}

function toParameters(dataset: string, { agentEmail, team, tags, goal, greeting }: Filter): Record<string, string> {
  const parameters = {
    ...(agentEmail !== undefined && { agent: agentEmail }),
    ...(team && { group: team.id }),
    ...(tags?.[0] !== undefined && { 'tag[]': tags[0] }),
    ...(goal && { goal: goal.id }),
    ...(greeting && { greeting: greeting.id }),
  }
  const plural = Object.entries(pluralNames[dataset] ?? {}).flatMap(([name, other]) => {
    const value = Object.entries(parameters).find(([known]) => known === name)?.[1]
    return value === undefined ? [] : [[other, value] as const]
  })
  return { ...parameters, ...Object.fromEntries(plural) }
}

async function readReport(read: ReportRead, chunks: readonly Chunk[]): Promise<RowsByChunk> {
  if (read.report.form === 'occupancy') return readOccupancy(read, chunks)
  if (read.report.form === 'ranking') return readRanking(read, chunks)
  if (read.series.grain === 'day') {
    const days = await Promise.all(toRuns(chunks, maxDaysPerCall).map((run) => readDays(read, run)))
    return new Map(days.flat())
  }
  read.client.assertBudgetFor(chunks.length)
  return new Map(await Promise.all(chunks.map(async (chunk) => [chunk.key, await readDayByHour(read, chunk)] as const)))
}

const isChanged = ({ start, end }: Chunk, zone: string): boolean =>
  end - start !== day || offsetPeriods(zone, start, end).length > 1

/** Of a changed day: two dates of each of two zones, and the day as a whole. */
const callsOfChangedDay = 5

function countCalls({ form, zoneSupport }: LiveChatReport, { grain, rowZone, chunks }: LayoutPiece): number {
  if (form === 'occupancy') return Math.min(7, chunks.length)
  if (form === 'ranking') return chunks.length
  if (grain === 'day') return toRuns(chunks, maxDaysPerCall).length
  return chunks
    .map((chunk) => (zoneSupport === 'ANY_ZONE' && isChanged(chunk, rowZone) ? callsOfChangedDay : 1))
    .reduce<number>((sum, calls) => sum + calls, 0)
}

function readDayByHour(read: ReportRead, chunk: Chunk) {
  return isChanged(chunk, read.series.rowZone) && read.report.zoneSupport === 'ANY_ZONE'
    ? readDstDay(read, chunk)
    : readHours(read, chunk.key)
}
