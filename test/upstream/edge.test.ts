import { afterEach, describe, expect, it } from 'vitest'
import { closeAll, createTestEdge, openEdge, readGap, request, startEdge, startUpstream } from '../support/edge.ts'
import { json, type RawAnswer, type RawHandler, startRawUpstream } from '../support/raw-upstream.ts'

afterEach(closeAll)

describe('time', () => {
  const endless: [string, RawAnswer][] = [
    ['sends nothing', { ending: 'hangBeforeHeaders' }],
    ['sends a head and no body', { ending: 'hangAfterHeaders', body: '[]' }],
    ['drips for ever', { ending: 'drip' }],
    ['drips for ever behind an error', { ending: 'drip', status: 503 }],
  ]

  it.each(endless)(
    'An attempt ends at its timeout and its connection is closed if the upstream %s.',
    async (_, answer) => {
      const [client, upstream] = await startEdge(answer, { attemptTimeout: 250 })
      const { code } = await readGap(client.readText(request))
      expect(code).toBe(answer.status === 503 ? 'UNAVAILABLE' : 'TIMEOUT')
      await upstream.disconnected(1)
    },
  )

  it('A slow response within the timeout of an attempt is read.', async () => {
    const [client] = await startEdge({ ...json('[1]'), delay: 60 })
    expect(await client.readText(request)).toBe('[1]')
  })
})

describe('the address', () => {
  it('A redirect is not followed, and its target receives no request.', async () => {
    const elsewhere = await startUpstream(() => json('[]'))
    for (const status of [301, 302, 303, 307, 308]) {
      const [client, upstream] = await startEdge({ status, headers: { location: `${elsewhere.url}/reports` } })
      expect(await readGap(client.readText(request))).toMatchObject({
        code: 'BAD_RESPONSE',
        message: `the upstream returned HTTP ${status}: a redirect to ${new URL(elsewhere.url).origin}; configure the URL of that server`,
      })
      expect(upstream.requests).toHaveLength(1)
    }
    expect(elsewhere.requests).toHaveLength(0)
  })

  it.each(['/chat', '/chat/', '/a/b'])('The path of the base URL is kept: %s.', async (prefix) => {
    const upstream = await startUpstream(() => json('[]'))
    const query = new URLSearchParams({ 'tag[]': '100%', agent: "o'neil+1@x" })
    await openEdge(`${upstream.url}${prefix}`).readText({ ...request, query })
    const [{ path, query: received } = {}] = upstream.requests
    expect(path).toBe(`${prefix.replace(/\/$/, '')}/reports`)
    expect([...(received ?? [])]).toEqual([...query])
  })

  it('No message contains the URL, its user or a credential.', async () => {
    const upstream = await startUpstream(() => ({ status: 500, body: 'secret-token of user:password' }))
    const baseUrl = upstream.url.replace('//', '//user:password@')
    const abortError = await startRawUpstream(() => json('[]'))
    await abortError.close()
    const failures = [
      openEdge(baseUrl),
      openEdge(abortError.url.replace('//', '//user:password@')),
      openEdge(baseUrl, { headers: { 'api-access-token': 'secret-token\n' } }),
    ]
    for (const client of failures) {
      const { code, message } = await readGap(client.readText({ ...request, query: new URLSearchParams({ id: '77' }) }))
      expect(code).toBe('UNAVAILABLE')
      expect(message).not.toMatch(/secret|user|password|127\.0\.0\.1|id=|77/)
    }
    expect(upstream.requests.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })
})

it('The upstream client closes its connections when it is closed.', async () => {
  const upstream = await startUpstream(() => json('[]'))
  const client = createTestEdge(upstream.url)
  await Promise.all([client.readText(request), client.readText(request)])
  await client.close()
  await upstream.disconnected(2)
  expect(await readGap(client.readText(request))).toMatchObject({ code: 'UNAVAILABLE' })
})

describe('a client that disconnects', () => {
  const hanging: RawHandler = () => new Promise<never>(() => {})

  it('A client that disconnects cancels its own call, and no call of another client.', async () => {
    const [client, upstream] = await startEdge(hanging, { attemptTimeout: 300_000 })
    const leaver = new AbortController()
    const left = readGap(client.withContext({ caller: 'a', signal: leaver.signal }, 'reports').readText(request))
    const stayed = client
      .withContext({ caller: 'b', signal: new AbortController().signal }, 'reports')
      .readText(request)
    stayed.catch(() => {})
    await expect.poll(() => upstream.requests.length).toBe(2)
    leaver.abort()
    expect(await left).toMatchObject({ code: 'UNAVAILABLE', message: 'cancelled because the client disconnected' })
    await upstream.disconnected(1)
    expect(await Promise.race([stayed.catch(() => 'failed'), new Promise((pass) => setImmediate(pass, 'waits'))])).toBe(
      'waits',
    )
  })

  it('A client that disconnects while its call is queued sends no call.', async () => {
    const [client, upstream] = await startEdge(hanging, { inFlight: 1 })
    client.readText(request).catch(() => {})
    await expect.poll(() => upstream.requests.length).toBe(1)
    const leaver = new AbortController()
    const left = readGap(client.withContext({ caller: 'a', signal: leaver.signal }, 'reports').readText(request))
    leaver.abort()
    expect((await left).message).toBe('cancelled because the client disconnected')
    expect(upstream.requests).toHaveLength(1)
  })
})

it('Calls of clients alternate, and the small reads of each are sent before its large ones.', async () => {
  const [client, upstream] = await startEdge({ ...json('[]'), delay: 5 }, { inFlight: 1 })
  const { signal } = new AbortController()
  const ask = (caller: string, read: string, times: number) => {
    const way = client.withContext({ caller, signal }, 'reports')
    return Array.from({ length: times }, () => way.readText({ path: `/${caller}/${read}`, isBudgeted: true }))
  }
  await Promise.all([...ask('ann', 'year', 8), ...ask('ann', 'day', 1), ...ask('bob', 'day', 1)])

  expect(upstream.requests.slice(0, 4).map(({ path }) => path)).toEqual([
    '/ann/year',
    '/ann/day',
    '/bob/day',
    '/ann/year',
  ])
})
