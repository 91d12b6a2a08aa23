import type { Provider } from '../../report/port/provider.ts'
import type { Source } from '../../report/port/source.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import type { ListLifetimes } from '../cached-list.ts'
import { openDatasets } from '../open-datasets.ts'
import { openAccount } from './account.ts'
import { datasets } from './datasets/index.ts'
import { readLive } from './live.ts'

export interface ChatwootSettings extends ListLifetimes {
  readonly id: string
  readonly account: string
  readonly name: string
  readonly timeZone: string
  readonly accountId: number
}

/** One account of a Chatwoot installation, read through `client`. */
export function createChatwootSource(provider: Provider, settings: ChatwootSettings, client: UpstreamClient): Source {
  const account = openAccount(client, settings.accountId, settings)
  const { lists, base } = account
  return {
    id: settings.id,
    account: settings.account,
    name: settings.name,
    provider,
    timeZone: settings.timeZone,
    datasets: openDatasets(datasets, account),
    directory: lists.directory,
    hasBudgetFor: client.hasBudgetFor,
    readLive: ({ team }, callContext) =>
      readLive(client.withContext(callContext, 'live'), base, team?.id, () => lists.agents(callContext)),
  }
}
