import type { CallContext } from '../report/port/call-context.ts'
import type { Dataset, DatasetDescription } from '../report/port/dataset.ts'
import { GapError } from '../report/port/error.ts'
import type { Filter } from '../report/port/filter.ts'
import type { Scope } from '../report/port/scope.ts'
import type { Chunk, Layout, RowsByChunk, SeriesKey } from '../report/port/series.ts'
import type { Instant } from '../report/time/date.ts'
import type { UpstreamClient } from '../upstream/client.ts'
import { notListed } from './members.ts'

/** The rows to read, and the client that sends the calls on behalf of their call context. */
export interface RowRequest {
  readonly client: UpstreamClient
  readonly series: SeriesKey
  readonly chunks: readonly Chunk[]
  readonly now: Instant
  readonly callContext: CallContext
}

/** A dataset before it is opened for an account of its provider. Members without a comment are those of `Dataset`. */
export interface DatasetDefinition<Account, Figure extends string = string>
  extends DatasetDescription<Figure>,
    Pick<Dataset, 'countCalls' | 'maxChunksPerCall' | 'hasMutableHistory'> {
  layOut(scope: Scope, account: Account): Layout
  toParameters(filter: Filter, account: Account, callContext: CallContext): Promise<SeriesKey['parameters']>
  readRows(request: RowRequest, account: Account): Promise<RowsByChunk>
}

interface OpenAccount {
  readonly client: UpstreamClient
  /** Names the members that the parameters select, e.g. `team with the id 3`; undefined if there are none. */
  readonly nameMembers: (parameters: SeriesKey['parameters']) => string | undefined
}

/** Opens the datasets of a provider, or one of its sets of datasets, for an account. */
export const openDatasets = <Account extends OpenAccount>(
  definitions: Readonly<Record<string, DatasetDefinition<Account>>>,
  account: Account,
): Readonly<Record<string, Dataset>> =>
  Object.fromEntries(Object.entries(definitions).map(([name, definition]) => [name, openDataset(definition, account)]))

const openDataset = <Account extends OpenAccount>(
  definition: DatasetDefinition<Account>,
  account: Account,
): Dataset => ({
  ...definition,
  layOut: (scope) => definition.layOut(scope, account),
  toParameters: (filter, callContext) => definition.toParameters(filter, account, callContext),
  async readRows(series, chunks, now, callContext) {
    const client = account.client.withContext(callContext, series.dataset)
    try {
      return await definition.readRows({ client, series, chunks, now, callContext }, account)
    } catch (error) {
      // Reports about all of the account exist: a 404 means that it lacks a member that was selected.
      const members = account.nameMembers(series.parameters)
      throw members !== undefined && error instanceof GapError && error.gap.code === 'NOT_FOUND'
        ? notListed(members)
        : error
    }
  },
})
