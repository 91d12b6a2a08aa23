import type { Edge } from '../../http/edge.ts'
import type { Asker } from '../../report/asker.ts'
import { toRuns } from '../../report/cell.ts'
import { day } from '../../report/date.ts'
import type { Directory } from '../../report/directory.ts'
import { GapError } from '../../report/error.ts'
import { findIgnoringCase } from '../../report/fold-case.ts'
import type { Cell, LayoutPiece, Member, Provider, RowsByCell, Source } from '../../report/port.ts'
import type { Filter } from '../../report/scope.ts'
import { offsetStretches } from '../../report/zone.ts'
import { type DirectoryTimes, toPatience } from '../directory.ts'
import type { CommonSettings } from '../entry.ts'
import { inTime } from '../in-time.ts'
import { type ReportRead, readDays, readHours } from './calls.ts'
import { readChangedDay } from './changed-day.ts'
import { layOutRanking, layOutReport } from './layout.ts'
import { createLists } from './lists.ts'
import { readOccupancy } from './occupancy.ts'
import { readRanking } from './ranking.ts'
import { type LiveChatReport, reports } from './reports.ts'

/** Far more than accounts are old; only keeps an answer below the body limit. */
const maxDaysPerCall = 3660

export interface LiveChatAccount extends CommonSettings, DirectoryTimes {
  readonly account: string
}

/** One LiveChat organisation, read through `edge`. */
export function createLiveChatSource(provider: Provider, account: LiveChatAccount, edge: Edge): Source {
  const directory = createLists(edge, account)
  return {
    id: account.id,
    account: account.account,
    name: account.name,
    provider,
    timeZone: account.timeZone,
    directory,
    canAfford: edge.canAfford,
    layOut: (dataset, scope) => {
      const report = findReport(dataset)
      return (report.form === 'ranking' ? layOutRanking : layOutReport)(report, scope, account)
    },
    selectRows: async (dataset, filter, asker) =>
      toParameters(dataset, await spellAgent(filter, directory, toPatience(account), asker)),
    countCalls: (dataset, piece) => countCalls(findReport(dataset), piece),
    runLength: ({ grain }) => (grain === 'day' ? maxDaysPerCall : 1),
    async readRows(stream, cells, now, asker) {
      try {
        return await readReport(
          { edge: edge.onBehalfOf(asker, stream.dataset), report: findReport(stream.dataset), stream, now },
          cells,
        )
      } catch (error) {
        const named = ['agent', 'group', 'goal', 'greeting'].filter((name) => stream.parameters[name] !== undefined)
        const narrowed = named.map((name) => `${name} ${stream.parameters[name]}`)
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
async function spellAgent(filter: Filter, { agents }: Directory, patience: number, asker: Asker): Promise<Filter> {
  const { agentEmail } = filter
  if (agentEmail === undefined) return filter
  const listed = await waitFor(agents(asker), patience)
  if (!listed) asker.onList?.(0)
  const known = listed && findIgnoringCase(listed, ({ key }) => key, agentEmail)
  if (listed && !known) throw refuse(`agent ${agentEmail}`)
  return known ? { ...filter, agentEmail: known.key } : filter
}

/** The list, unless it fails or takes longer than so many milliseconds. */
async function waitFor(list: Promise<readonly Member[]>, patience: number): Promise<readonly Member[] | undefined> {
  try {
    return await inTime(list, patience)
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

async function readReport(read: ReportRead, cells: readonly Cell[]): Promise<RowsByCell> {
  if (read.report.form === 'occupancy') return readOccupancy(read, cells)
  if (read.report.form === 'ranking') return readRanking(read, cells)
  if (read.stream.grain === 'day') {
    const days = await Promise.all(toRuns(cells, maxDaysPerCall).map((run) => readDays(read, run)))
    return new Map(days.flat())
  }
  read.edge.requireRoom(cells.length)
  return new Map(await Promise.all(cells.map(async (cell) => [cell.key, await readDayByHour(read, cell)] as const)))
}

const isChanged = ({ start, end }: Cell, zone: string): boolean =>
  end - start !== day || offsetStretches(zone, start, end).length > 1

/** Of a changed day: two dates of each of two zones, and the day as a whole. */
const callsOfChangedDay = 5

function countCalls({ form, zoneSupport }: LiveChatReport, { grain, rowZone, cells }: LayoutPiece): number {
  if (form === 'occupancy') return Math.min(7, cells.length)
  if (form === 'ranking') return cells.length
  if (grain === 'day') return toRuns(cells, maxDaysPerCall).length
  return cells
    .map((cell) => (zoneSupport === 'ANY_ZONE' && isChanged(cell, rowZone) ? callsOfChangedDay : 1))
    .reduce<number>((sum, calls) => sum + calls, 0)
}

function readDayByHour(read: ReportRead, cell: Cell) {
  return isChanged(cell, read.stream.rowZone) && read.report.zoneSupport === 'ANY_ZONE'
    ? readChangedDay(read, cell)
    : readHours(read, cell.key)
}
