import { z } from 'zod'
import { wholeNumber } from '../../config/file/whole-number.ts'
import type { Provider, Source } from '../../report/port/source.ts'
import { minute } from '../../report/time/date.ts'
import { createUpstreamClient, type UpstreamClient } from '../../upstream/client.ts'
import { createFixedWindow } from '../../upstream/rate-limit/rate-limit-rule.ts'
import { createRateLimiter } from '../../upstream/rate-limit/rate-limiter.ts'
import { baseUrl } from '../base-url.ts'
import type { ListLifetimes } from '../cached-list.ts'
import { defineProvider, nameAccount } from '../define-provider.ts'
import { openDatasets } from '../open-datasets.ts'
import { openAccount } from './dataset.ts'
import { datasets } from './datasets/index.ts'
import { readLive } from './live.ts'
import { memberMappings } from './member-mappings.ts'
import { type ChatwootProvider, mappings, queue, rankings, summary } from './metrics.ts'

const provider: ChatwootProvider = {
  name: 'CHATWOOT',
  description: 'Chatwoot, cloud or self-hosted.',
  datasets,
  mappings,
  memberMappings,
  summary,
  rankings,
  queue,
}

const settings = z.strictObject({
  url: baseUrl('https://chat.example.com', /(^|\/)(app|api)(\/|$)/).describe(
    'URL of the Chatwoot installation, such as https://chat.example.com, without the path of a page.',
  ),
  accountId: wholeNumber(1).describe(
    'Number of the Chatwoot account: the 1 in https://chat.example.com/app/accounts/1.',
  ),
  // It is sent as a header, unchanged.
  token: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be one line of printable ASCII characters without spaces')
    .describe('Access token of a Chatwoot administrator, from the profile settings.'),
  callsPerMinute: wholeNumber(1, 1_000_000)
    .default(100)
    .describe(
      'Maximum number of report calls to the account per minute of the clock. Chatwoot itself allows 100 by default.',
    ),
  // A small server has five workers.
  inFlight: wholeNumber(1, 1_000).default(4).describe('Maximum number of concurrent calls to the account.'),
})

export default defineProvider({
  provider,
  settings,
  environment: {
    url: 'CHATWOOT_URL',
    accountId: 'CHATWOOT_ACCOUNT_ID',
    token: 'CHATWOOT_API_TOKEN',
    timeZone: 'CHATWOOT_TIME_ZONE',
  },
  open(config, limits) {
    const account = nameAccount('chatwoot', config.url, config.accountId, config.token)
    const client = createUpstreamClient({
      baseUrl: config.url,
      // With hyphens, for nginx drops headers with underscores; Rails reads both alike.
      headers: { 'api-access-token': config.token },
      inFlight: config.inFlight,
      budget: createRateLimiter(createFixedWindow(config.callsPerMinute), Date.now, limits.shareBudget?.(account)),
      // Chatwoot gives up after 15 s itself.
      attemptTimeout: limits.attemptTimeout ?? 16_000,
      deadline: limits.deadline,
      observeCall: limits.observeCall,
      bodyMemory: limits.bodyMemory,
      pauseAfter429: (now) => minute - (now % minute),
      // A 504 is a query cut off, which runs on in the database: a second one would run beside it.
      retryableStatuses: [502, 503],
      // From 4.16, Chatwoot returns 422 with an error text when its database gives up.
      bodyCodes: { 422: (body) => (body.startsWith('{"error"') ? 'TIMEOUT' : undefined) },
    })
    return {
      source: createChatwootSource(provider, { ...config, ...limits, account }, client),
      countCalls: client.count,
      close: client.close,
    }
  },
})

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
