import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askBreakdowns, type SliceDetail } from '../support/ask-breakdown.ts'
import { askRanking } from '../support/ask-ranking.ts'
import { cutTalk } from '../support/cut-events.ts'
import { startChatwootSource, startGateway, type TestGateway } from '../support/gateway.ts'
import { toSpan } from '../support/instants.ts'
import { inventChatwootRows } from '../support/invented.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const rows = cutTalk(inventChatwootRows(now), toSpan('2026-10-20T00:00Z', '2026-11-20T00:00Z'))
const scope = { range: { days: { first: '2026-10-24', last: '2026-11-18' } }, timeZone: 'Europe/Warsaw' } as const
const metrics = ['CONVERSATIONS', 'OUTGOING_MESSAGES', 'RESOLUTIONS', 'RATINGS_GOOD']

/** The first two addresses differ only in case; the third begins with the Kelvin sign (U+212A), which is not a "k". */
const spellings = ['Kate@acme.test', 'kate@acme.test', '\u212Aate@acme.test']
const renamed = {
  ...rows,
  agents: rows.agents.map((agent, index) => ({ ...agent, email: spellings[index] ?? agent.email })),
}
const originals = rows.agents.slice(0, 3).map(({ email }) => email)

let plain: TestGateway
let gateway: TestGateway
const closings: (() => Promise<void>)[] = []

async function start(account: typeof rows): Promise<TestGateway> {
  const [source, upstream] = await startChatwootSource(account, now)
  const started = startGateway([source], () => now, { deadline: 60_000 })
  closings.push(started.close, upstream.close)
  return started
}

beforeAll(async () => {
  plain = await start(rows)
  gateway = await start(renamed)
})

afterAll(async () => {
  for (const close of closings) await close()
})

const totalsOf = async (asked: TestGateway, emails: readonly string[], detail: SliceDetail) => {
  const breakdowns = await askBreakdowns(
    asked,
    { metrics, scope: { ...scope, granularity: 'WEEK' }, by: 'AGENT' },
    detail,
  )
  return breakdowns.map(({ slices, gaps }) => {
    expect(gaps).toEqual([])
    expect(slices.filter(({ source }) => source?.id !== 'support')).toEqual([])
    return emails.map((email) => slices.filter(({ agent }) => agent?.email === email).map(({ total }) => total))
  })
}

describe('two agents of one account whose addresses differ only in case', () => {
  it.each(['totals', 'buckets'] as const)('are one slice with the figures of both, with %s', async (detail) => {
    const separate = await totalsOf(plain, originals, detail)
    const expected = separate.map((totals) => {
      const [a = 0, b = 0, c = 0] = totals.map(([total]) => total ?? 0)
      // The entity has the address in lower case.
      return [[], [a + b], [c]]
    })

    expect(Math.min(...expected.flat(2))).toBeGreaterThan(0)
    expect(await totalsOf(gateway, spellings, detail)).toEqual(expected)
  })

  it('are one entry of a ranking with the ratings of both', async () => {
    const rate = async (asked: TestGateway, emails: readonly string[]) => {
      const { entries } = await askRanking(asked, 'CONVERSATIONS', scope)
      return emails.map((email) => {
        const entry = entries.find(({ agent }) => agent.email === email)
        return entry ? entry.good + entry.bad : 0
      })
    }
    const [a = 0, b = 0, c = 0] = await rate(plain, originals)

    expect(Math.min(a, b, c)).toBeGreaterThan(0)
    const [kate = 0, lowerCase = 0, kelvin] = await rate(gateway, spellings)
    expect([kate + lowerCase, kate * lowerCase, kelvin]).toEqual([a + b, 0, c])
  })

  it('each have their own report when they are filtered by their exact address', async () => {
    const totals = async (asked: TestGateway, emails: readonly string[]) => {
      const fields = emails.map(
        (email, index) =>
          `a${index}: report(metric: CONVERSATIONS, scope: { range: { days: { first: "2026-10-24", last: "2026-11-18" } }, filter: { agentEmail: "${email}" } }) { total }`,
      )
      const { data, errors } = await asked.query(`{ ${fields.join(' ')} }`)
      expect(errors).toBeUndefined()
      return data
    }
    expect(await totals(gateway, spellings)).toEqual(await totals(plain, originals))
  })

  it('are one person whose source is listed once', async () => {
    const fields = '{ sources { agents { email sources { id } } } }'
    const { data } = await gateway.query(fields)
    const agents: { email: string; sources: unknown }[] = data.sources[0].agents
    expect(agents.filter(({ email }) => spellings.includes(email))).toEqual(
      spellings.slice(1).map((email) => ({ email, sources: [{ id: 'support' }] })),
    )
  })
})
