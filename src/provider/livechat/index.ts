import { z } from 'zod'
import { createBudget } from '../../http/budget.ts'
import { createSteadyRule } from '../../http/budget-rule.ts'
import { createEdge } from '../../http/edge.ts'
import { minute } from '../../report/date.ts'
import type { Provider } from '../../report/port.ts'
import { defineProvider, nameAccount } from '../entry.ts'
import { memberReadings, queue, rankings, readings } from './metrics.ts'
import { reports } from './reports.ts'
import { createLiveChatSource } from './source.ts'

const provider: Provider = { name: 'LIVECHAT', datasets: reports, readings, memberReadings, rankings, queue }

const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).default('https://api.livechatinc.com'),
  login: z.string().min(1),
  apiKey: z.string().min(1),
  /** LiveChat publishes no limit: these are the gateway's own. */
  callsPerMinute: z.number().int().positive().default(120),
  burst: z.number().int().positive().default(40),
  inFlight: z.number().int().positive().default(8),
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
    const rule = createSteadyRule(config.callsPerMinute, config.burst)
    const credentials = Buffer.from(`${config.login}:${config.apiKey}`).toString('base64')
    const edge = createEdge({
      baseUrl: config.url,
      headers: { authorization: `Basic ${credentials}`, 'x-api-version': '2' },
      inFlight: config.inFlight,
      budget: createBudget(rule, Date.now, limits.shareBudget?.(account)),
      attemptTimeout: limits.attemptTimeout ?? 15_000,
      deadline: limits.deadline,
      watchCall: limits.watchCall,
      bodyMemory: limits.bodyMemory,
      pauseAfter429: () => minute,
    })
    return {
      source: createLiveChatSource(provider, { ...config, ...limits, account }, edge),
      countCalls: edge.count,
      close: edge.close,
    }
  },
})
