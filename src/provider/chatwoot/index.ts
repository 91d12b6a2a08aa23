import { z } from 'zod'
import { createBudget } from '../../http/budget.ts'
import { createMinuteRule } from '../../http/budget-rule.ts'
import { createEdge } from '../../http/edge.ts'
import { minute } from '../../report/date.ts'
import type { Provider } from '../../report/port.ts'
import { defineProvider, nameAccount } from '../entry.ts'
import { memberReadings } from './member-readings.ts'
import { datasets, queue, rankings, readings } from './metrics.ts'
import { createChatwootSource } from './source.ts'
import { summary } from './summary.ts'

const provider: Provider = { name: 'CHATWOOT', datasets, readings, memberReadings, summary, rankings, queue }

const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  accountId: z.coerce.number().int().positive(),
  // It goes into a header as it is.
  token: z.string().regex(/^[\x21-\x7e]+$/, 'must be letters, digits and signs, in one line'),
  /** Calls a minute that Chatwoot grants for reports, and calls under way at once: a small server answers five. */
  callsPerMinute: z.number().int().positive().default(100),
  inFlight: z.number().int().positive().default(4),
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
    const edge = createEdge({
      baseUrl: config.url,
      // With hyphens, for nginx drops headers with underscores; Rails reads both alike.
      headers: { 'api-access-token': config.token },
      inFlight: config.inFlight,
      budget: createBudget(createMinuteRule(config.callsPerMinute), Date.now, limits.shareBudget?.(account)),
      // Chatwoot gives up after 15 s itself.
      attemptTimeout: limits.attemptTimeout ?? 16_000,
      deadline: limits.deadline,
      watchCall: limits.watchCall,
      bodyMemory: limits.bodyMemory,
      pauseAfter429: (now) => minute - (now % minute),
      // A 504 is a query cut off, which runs on in the database: a second one would run beside it.
      passing: [502, 503],
    })
    return {
      source: createChatwootSource(provider, { ...config, ...limits, account }, edge),
      countCalls: edge.count,
      close: edge.close,
    }
  },
})
