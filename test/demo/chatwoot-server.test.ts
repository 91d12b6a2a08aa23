import { afterEach, describe, expect, it } from 'vitest'
import { type ChatwootOptions, startChatwoot } from '../../src/demo/chatwoot/server.ts'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import { inventChatwootRows } from '../support/invented.ts'

const noon = Date.parse('2026-11-20T12:00:00Z')
const rows = inventChatwootRows(noon)
const started: DemoUpstream[] = []

async function start(options: Partial<ChatwootOptions> = {}) {
  const upstream = await startChatwoot({
    rows,
    accountId: 1,
    tokens: { secret: 'administrator' },
    now: () => noon,
    ...options,
  })
  started.push(upstream)
  return upstream
}

afterEach(async () => {
  for (const upstream of started.splice(0)) await upstream.close()
})

const admin = { 'api-access-token': 'secret' }
const account = '/api/v2/accounts/1'
const yearByHour = `since=${Date.parse('2025-11-20') / 1000}&until=${Date.parse('2026-11-20') / 1000}&group_by=hour`

const get = (upstream: DemoUpstream, path: string, headers: Record<string, string> = admin) =>
  fetch(upstream.url + path, { headers })

describe('the demo Chatwoot', () => {
  it('returns its version without a token', async () => {
    const answer = await get(await start(), '/api', {})
    expect(await answer.json()).toEqual({
      version: '4.15.1',
      timestamp: '2026-11-20 12:00:00',
      queue_services: 'ok',
      data_services: 'ok',
    })
  })

  it.each(['api-access-token', 'api_access_token'])('reads the token from %s', async (header) => {
    const answer = await get(await start(), `${account}/reports/summary?type=account`, { [header]: 'secret' })
    expect(answer.status).toBe(200)
  })

  it.each([
    ['application/json', '{"status":404,"error":"Not Found"}'],
    ['text/html', expect.stringContaining('<!DOCTYPE html>')],
  ])('returns 404 for an unknown route in the format of %s', async (accept, body) => {
    const answer = await get(await start(), `${account}/reports/drilldown`, { ...admin, accept })
    expect([answer.status, await answer.text()]).toEqual([404, body])
  })

  it('returns 404 for other accounts', async () => {
    const answer = await get(await start(), '/api/v2/accounts/77/reports?type=account')
    expect([answer.status, await answer.text()]).toEqual([404, '{"error":"Resource could not be found"}'])
  })

  it('returns 500 for a range in milliseconds', async () => {
    const query = 'metric=reply_time&type=account&since=1773100800&until=1773360000000&group_by=hour'
    expect((await get(await start(), `${account}/reports?${query}`)).status).toBe(500)
  })

  it('rejects the 101st report of a minute, and accepts those of the next', async () => {
    let now = noon + 59_000
    const upstream = await start({ now: () => now })
    const path = `${account}/reports/bot_summary?type=account`
    const statuses: number[] = []
    for (let count = 0; count < 100; count += 1) statuses.push((await get(upstream, path)).status)
    expect(new Set(statuses)).toEqual(new Set([200]))
    const refused = await get(upstream, path)
    expect([refused.status, refused.headers.get('content-type'), refused.headers.get('retry-after')]).toEqual([
      429,
      'text/plain',
      null,
    ])
    expect(await refused.text()).toBe('Retry later\n')
    expect((await get(upstream, '/api/v1/accounts/1/teams')).status).toBe(200)
    now += 1000
    expect((await get(upstream, path)).status).toBe(200)
  })

  it('hides rows beyond the horizon', async () => {
    const [yesterday, horizon] = [noon / 1000 - 86_400, noon / 1000]
    const query = `type=account&since=${yesterday}&until=${horizon + 86_400}`
    const answer = await get(await start({ horizon: () => horizon }), `${account}/reports/summary?${query}`)
    const exists = ({ createdAt }: { createdAt: number }) => createdAt >= yesterday && createdAt < horizon
    expect(await answer.json()).toMatchObject({
      conversations_count: rows.conversations.filter(exists).length,
      resolutions_count: rows.events.filter((event) => event.name === 'conversation_resolved' && exists(event)).length,
    })
  })

  it('records the requests it received', async () => {
    const upstream = await start()
    await get(upstream, `${account}/reports?metric=reply_time&type=account`)
    expect(upstream.requests.map(({ path, query }) => [path, query.get('metric')])).toEqual([
      [`${account}/reports`, 'reply_time'],
    ])
  })

  it('returns a year by hour', async () => {
    const upstream = await start()
    const query = `metric=reply_time&type=account&timezone_offset=1&${yearByHour}`
    expect(await (await get(upstream, `${account}/reports?${query}`)).json()).toHaveLength(365 * 24)
  })
})
