import { z } from 'zod'
import { wholeNumber } from '../../config/file/whole-number.ts'
import type { Provider, Source } from '../../report/port/source.ts'
import { minute } from '../../report/time/date.ts'
import { createUpstreamClient, type UpstreamClient } from '../../upstream/client.ts'
import { createGcra } from '../../upstream/rate-limit/rate-limit-rule.ts'
import { createRateLimiter } from '../../upstream/rate-limit/rate-limiter.ts'
import { baseUrl } from '../base-url.ts'
import { defineProvider, nameAccount } from '../define-provider.ts'
import { openDatasets } from '../open-datasets.ts'
import { type AccountSettings, openAccount } from './dataset.ts'
import { datasets } from './datasets/index.ts'
import { type LiveChatProvider, mappings, memberMappings, queue, rankings } from './metrics.ts'

const provider: LiveChatProvider = {
  name: 'LIVECHAT',
  description: 'LiveChat by Text, through version 2 of its reporting API.',
  datasets,
  mappings,
  memberMappings,
  rankings,
  queue,
}

const settings = z.strictObject({
  url: baseUrl('https://api.livechatinc.com', /^\/v\d/)
    .default('https://api.livechatinc.com')
    .describe('URL of the LiveChat API, for a proxy or a test server.'),
  login: z
    .string()
    .min(1, 'must not be empty')
    .describe('Login (e-mail address) of a LiveChat agent, or the account id that belongs to a personal access token.'),
  apiKey: z.string().min(1, 'must not be empty').describe('API key or personal access token of this login.'),
  // LiveChat publishes no limit.
  callsPerMinute: wholeNumber(1, 1_000_000)
    .default(120)
    .describe('Maximum number of report calls to the account per minute, spread evenly.'),
  burst: wholeNumber(1, 1_000_000)
    .default(40)
    .describe('Number of report calls that may be sent at once before calls are spread over the minute.'),
  inFlight: wholeNumber(1, 1_000).default(8).describe('Maximum number of concurrent calls to the account.'),
})

export default defineProvider({
  provider,
  settings,
  environment: {
    url: 'LIVECHAT_URL',
    login: 'LIVECHAT_LOGIN',
    apiKey: 'LIVECHAT_API_KEY',
    timeZone: 'LIVECHAT_TIME_ZONE',
  },
  open(config, limits) {
    const account = nameAccount('livechat', config.url, config.login, config.apiKey)
    const rule = createGcra(config.callsPerMinute, config.burst)
    const credentials = Buffer.from(`${config.login}:${config.apiKey}`).toString('base64')
    const client = createUpstreamClient({
      baseUrl: config.url,
      headers: { authorization: `Basic ${credentials}`, 'x-api-version': '2' },
      inFlight: config.inFlight,
      budget: createRateLimiter(rule, Date.now, limits.shareBudget?.(account)),
      attemptTimeout: limits.attemptTimeout ?? 15_000,
      deadline: limits.deadline,
      observeCall: limits.observeCall,
      bodyMemory: limits.bodyMemory,
      pauseAfter429: () => minute,
    })
    return {
      source: createLiveChatSource(provider, { ...config, ...limits, account }, client),
      countCalls: client.count,
      close: client.close,
    }
  },
})

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
