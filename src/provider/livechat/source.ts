import type { Provider } from '../../report/port/provider.ts'
import type { Source } from '../../report/port/source.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import { openDatasets } from '../open-datasets.ts'
import { type AccountSettings, openAccount } from './account.ts'
import { datasets } from './datasets/index.ts'

export interface LiveChatSettings extends AccountSettings {
  readonly id: string
  readonly account: string
  readonly name: string
}

/** One LiveChat organisation, read through `client`. */
export function createLiveChatSource(provider: Provider, settings: LiveChatSettings, client: UpstreamClient): Source {
  const account = openAccount(client, settings)
  return {
    id: settings.id,
    account: settings.account,
    name: settings.name,
    provider,
    timeZone: settings.timeZone,
    datasets: openDatasets(datasets, account),
    directory: account.directory,
    hasBudgetFor: client.hasBudgetFor,
  }
}
