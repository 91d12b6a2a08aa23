import type { SeriesKey } from '../../report/port/series.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import type { ListLifetimes } from '../cached-list.ts'
import { type ChatwootLists, createLists } from './lists.ts'

/** What the datasets of one account need. */
export interface ChatwootAccount {
  readonly client: UpstreamClient
  readonly lists: ChatwootLists
  /** Path of the reports API of the account. */
  readonly base: string
  /** Path of its survey responses, which do not count against the report limit. */
  readonly surveys: string
  readonly nameMembers: (parameters: SeriesKey['parameters']) => string | undefined
}

export const openAccount = (client: UpstreamClient, accountId: number, lifetimes: ListLifetimes): ChatwootAccount => ({
  client,
  lists: createLists(client, accountId, lifetimes),
  base: `/api/v2/accounts/${accountId}`,
  surveys: `/api/v1/accounts/${accountId}/csat_survey_responses`,
  nameMembers: ({ type = '', id }) => (id === undefined ? undefined : `${type} with the id ${id}`),
})
